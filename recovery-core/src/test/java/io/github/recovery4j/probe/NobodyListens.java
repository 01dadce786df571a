package io.github.recovery4j.probe;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * Ports that are taken, and on which nobody listens. One that somebody has just ceased to listen on will not do: a process
 * that is being started at that moment has it for a while, and accepts.
 */
public final class NobodyListens {

    private NobodyListens() {}

    /** A port of 127.0.0.1, until it is closed. */
    public static Socket on() throws IOException {
        Socket taken = new Socket();
        taken.bind(new InetSocketAddress("127.0.0.1", 0));
        return taken;
    }
}
