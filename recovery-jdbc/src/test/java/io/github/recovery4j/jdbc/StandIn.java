package io.github.recovery4j.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** Stands in for something of JDBC, whose interfaces are long. */
final class StandIn {

    private StandIn() {}

    /** Answers a call. */
    @FunctionalInterface
    interface Answer {
        Object to(Method method, Object[] arguments) throws Exception;
    }

    static <T> T of(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                StandIn.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    try {
                        return answer.to(method, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
