package io.github.recovery4j.testkit;

import java.util.concurrent.CountDownLatch;

/** {@link SumMain} in a host one of whose own shutdown hooks never ends. */
final class HangingHookMain {

    private HangingHookMain() {}

    /** Arguments: those of {@link SumMain}. */
    public static void main(String[] arguments) {
        Runtime.getRuntime().addShutdownHook(new Thread(HangingHookMain::hang, "a hook of the host"));
        SumMain.main(arguments);
    }

    private static void hang() {
        System.out.println("hanging");
        CountDownLatch never = new CountDownLatch(1);
        while (true) {
            try {
                never.await();
            } catch (InterruptedException e) {
                System.out.println("the host's hook was interrupted");
            }
        }
    }
}
