package io.github.lo2.junit;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A way to the Docker engine that can be stopped: a socket that passes on what comes. Others use the engine too, so it is not
 * stopped itself. While the way is stopped it takes connections and questions, and passes nothing on, as a stopped engine does.
 */
final class StoppableWay implements AutoCloseable {
    private final Path engine;
    private final Path path;
    private final ServerSocketChannel entrance;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition goesOn = lock.newCondition();
    private boolean stopped;

    private StoppableWay(Path engine, Path path, ServerSocketChannel entrance) {
        this.engine = engine;
        this.path = path;
        this.entrance = entrance;
    }

    /**
     * Open a way.
     *
     * @param engine the engine's socket
     * @param path where the way begins
     */
    static StoppableWay to(Path engine, Path path) throws IOException {
        var way = new StoppableWay(
                engine,
                path,
                ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path)));
        start(way::accept);
        return way;
    }

    /** Name where it begins. */
    Path path() {
        return path;
    }

    /** Pass nothing on. */
    void stop() {
        set(true);
    }

    /** Pass on what has come meanwhile, and what comes. */
    void goOn() {
        set(false);
    }

    @Override
    public void close() throws IOException {
        goOn();
        entrance.close();
    }

    private void set(boolean now) {
        lock.lock();
        try {
            stopped = now;
            goesOn.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel asking = entrance.accept();
                SocketChannel answering = SocketChannel.open(UnixDomainSocketAddress.of(engine));
                start(() -> pass(asking, answering));
                start(() -> pass(answering, asking));
            }
        } catch (IOException e) {
            // It is closed.
        }
    }

    private void pass(SocketChannel from, SocketChannel to) {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        try {
            while (from.read(buffer) >= 0) {
                awaitGoing();
                buffer.flip();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
                buffer.clear();
            }
            awaitGoing();
            to.shutdownOutput();
        } catch (IOException e) {
            close(from);
            close(to);
        }
    }

    private void awaitGoing() {
        lock.lock();
        try {
            while (stopped) {
                goesOn.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // It is closed to be closed.
        }
    }

    private static void start(Runnable work) {
        var thread = new Thread(work, "way to the engine");
        thread.setDaemon(true);
        thread.start();
    }
}
