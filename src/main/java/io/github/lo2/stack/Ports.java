package io.github.lo2.stack;

import io.github.lo2.failure.Precondition;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import oshi.SystemInfo;
import oshi.software.os.InternetProtocolStats.IPConnection;
import oshi.software.os.InternetProtocolStats.TcpState;
import oshi.software.os.OSProcess;
import oshi.software.os.OperatingSystem;

/** Ports of the loopback interface. */
final class Ports {
    private Ports() {}

    /** Find a free one. It may be taken by somebody else before it is used, which the user of it then says. */
    static int free() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new StackException("no port of the loopback interface is free", e);
        }
    }

    /**
     * Check that a port is free.
     *
     * @throws StackException when it is not, naming who holds it if that can be seen
     */
    static void requireFree(int port, String user) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new StackException(Precondition.PORT.line(port, user, holder(port)), e);
        }
    }

    private static String holder(int port) {
        OperatingSystem system = new SystemInfo().getOperatingSystem();
        String holders = system.getInternetProtocolStats().getConnections().stream()
                .filter(connection -> connection.getLocalPort() == port && connection.getState() == TcpState.LISTEN)
                .map(IPConnection::getowningProcessId)
                .filter(pid -> pid > 0)
                .distinct()
                .map(pid -> describe(system.getProcess(pid), pid))
                .collect(Collectors.joining(" and "));
        return holders.isEmpty() ? "a process that this user may not see" : holders;
    }

    private static String describe(@Nullable OSProcess process, int pid) {
        return process == null ? "pid " + pid : "pid %s (%s)".formatted(pid, process.getName());
    }
}
