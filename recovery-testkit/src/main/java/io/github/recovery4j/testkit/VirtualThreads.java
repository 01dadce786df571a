package io.github.recovery4j.testkit;

import java.lang.reflect.Method;

/** Virtual threads, where the JDK has them: from 21 on. */
final class VirtualThreads {

    private VirtualThreads() {}

    static boolean areThere() {
        return Runtime.version().feature() >= 21;
    }

    static Thread start(Runnable task) throws ReflectiveOperationException {
        Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
        return (Thread) start.invoke(null, task);
    }
}
