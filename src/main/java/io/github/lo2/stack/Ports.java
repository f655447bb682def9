package io.github.lo2.stack;

import io.github.lo2.failure.Precondition;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import oshi.SystemInfo;
import oshi.software.os.InternetProtocolStats.IPConnection;
import oshi.software.os.InternetProtocolStats.TcpState;
import oshi.software.os.OSProcess;
import oshi.software.os.OperatingSystem;

/** Ports of the loopback interface. */
final class Ports {
    /** Below those that Linux gives to connections, of which a load makes many: no connection takes one that was found free. */
    private static final int LOWEST = 10_000;

    private static final int HIGHEST = 32_767;
    private static final int TRIES = 10_000;

    private Ports() {}

    /** Find a free one. It may be taken by somebody else before it is used, which the user of it then says. */
    static int free() {
        return drawn(new SplittableRandom(), List.of());
    }

    /**
     * Find a free one for each of some.
     *
     * @return the free ones, by those that they stand for; no two are the same
     */
    static Map<Integer, Integer> freeFor(Collection<Integer> named) {
        var random = new SplittableRandom();
        var ports = new HashMap<Integer, Integer>();
        named.stream().distinct().forEach(port -> ports.put(port, drawn(random, ports.values())));
        return Map.copyOf(ports);
    }

    private static int drawn(SplittableRandom random, Collection<Integer> taken) {
        return random.ints(TRIES, LOWEST, HIGHEST + 1)
                .filter(port -> !taken.contains(port) && isFree(port))
                .findFirst()
                .orElseThrow(() -> new StackException(
                        "no port of the loopback interface is free between %s and %s".formatted(LOWEST, HIGHEST)));
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false; // somebody has it
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
