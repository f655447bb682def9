package io.github.lo2.fault;

import io.github.lo2.stack.Database;
import io.github.lo2.stack.StackException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * Makes what is done to the database, by kind. All of it hangs on connections of this process: the database undoes it when they
 * end, also when this process is killed.
 */
final class DatabaseDeeds {
    /** A database that takes more connections than this is not filled up. */
    private static final int MOST_CONNECTIONS = 5000;

    private static final int ROUNDS = 20;
    /** How many connections are opened at the same time. */
    private static final int AT_ONCE = 8;

    /** MySQL's and MariaDB's "Too many connections". */
    private static final int TOO_MANY = 1040;

    /** The thread that is to be killed has ended meanwhile. */
    private static final int NO_SUCH_THREAD = 1094;

    private DatabaseDeeds() {}

    /**
     * Make what a declaration says.
     *
     * @param database the database, asked each time: a stack that is started afresh has another
     */
    static StackInjection.Deed of(FaultDeclaration fault, Supplier<Database> database) {
        return switch (fault.kind()) {
            case TRANSACTION_TIMEOUT -> new Lock(database, fault.parameter(FaultMember.TABLE));
            case CONNECTION_POOL_EXHAUSTION -> new Exhaustion(database);
            default -> throw new IllegalArgumentException(fault.kind() + " is not done to a database");
        };
    }

    /** Something that holds connections. */
    private abstract static class Holding implements StackInjection.Deed {
        final Supplier<Database> database;
        final Collection<Connection> held = new ConcurrentLinkedQueue<>();

        Holding(Supplier<Database> database) {
            this.database = database;
        }

        @Override
        public final String begin() {
            try {
                return begin(database.get());
            } catch (SQLException e) {
                throw failed("refused what was to be done to it", e);
            }
        }

        abstract String begin(Database asked) throws SQLException;

        @Override
        public final String end() {
            int count = held.size();
            for (Connection connection : held) {
                try {
                    connection.close();
                } catch (SQLException e) {
                    throw failed("does not close a connection", e);
                }
            }
            held.clear();
            return "%s connections to %s were closed, and what hung on them has ended"
                    .formatted(count, database.get().name());
        }

        Connection hold(Database asked) throws SQLException {
            Connection connection = asked.connect();
            held.add(connection);
            return connection;
        }

        private StackException failed(String what, SQLException e) {
            return new StackException("%s %s: %s".formatted(database.get().name(), what, e.getMessage()), e);
        }
    }

    /** A table that nobody else can read or write. */
    private static final class Lock extends Holding {
        private final String table;

        Lock(Supplier<Database> database, String table) {
            super(database);
            this.table = table;
        }

        @Override
        String begin(Database asked) throws SQLException {
            Connection connection = hold(asked);
            try (Statement statement = connection.createStatement()) {
                statement.execute("LOCK TABLES " + table + " WRITE");
                try (ResultSet locked = statement.executeQuery("SHOW OPEN TABLES WHERE In_use > 0")) {
                    while (locked.next()) {
                        if (locked.getString("Table").equals(table)) {
                            return "%s says of table %s: in use by %s; connection %s locked it"
                                    .formatted(asked.name(), table, locked.getInt("In_use"), id(connection));
                        }
                    }
                }
            }
            throw new SQLException("table %s is not among the tables in use after LOCK TABLES".formatted(table));
        }
    }

    /** So many connections that the database takes no other, and nobody else has one: what was in pools is taken from them. */
    private static final class Exhaustion extends Holding {
        Exhaustion(Supplier<Database> database) {
            super(database);
        }

        @Override
        String begin(Database asked) throws SQLException {
            Set<Long> own = ConcurrentHashMap.newKeySet();
            Connection first = hold(asked);
            own.add(id(first));
            int killed = 0;
            for (int round = 0; round < ROUNDS; round++) {
                String refusal = fill(asked, own);
                List<Long> others = others(first, own);
                if (others.isEmpty()) {
                    return "%s says '%s': %s connections are held, %s others were ended and none is left"
                            .formatted(asked.name(), refusal, held.size(), killed);
                }
                for (long other : others) {
                    kill(first, other);
                    killed++;
                }
            }
            throw new SQLException("others keep connections after %s rounds".formatted(ROUNDS));
        }

        /** Open connections until the database takes no more, several at once, since each waits for answers; give its words. */
        private String fill(Database asked, Set<Long> own) throws SQLException {
            List<Callable<String>> fillers = Collections.nCopies(AT_ONCE, () -> fillAlone(asked, own));
            ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
            try {
                String refusal = "";
                // All have ended then, also when one failed: none opens a connection after those that are held were
                // closed.
                for (Future<String> filler : threads.invokeAll(fillers)) {
                    refusal = filler.get();
                }
                return refusal;
            } catch (ExecutionException e) {
                throw e.getCause() instanceof SQLException sql ? sql : new SQLException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SQLException("interrupted while its connections were taken", e);
            } finally {
                threads.shutdownNow();
            }
        }

        private String fillAlone(Database asked, Set<Long> own) throws SQLException {
            while (held.size() < MOST_CONNECTIONS) {
                try {
                    own.add(id(hold(asked)));
                } catch (SQLException e) {
                    if (e.getErrorCode() == TOO_MANY) {
                        return String.valueOf(e.getMessage());
                    }
                    throw e;
                }
            }
            throw new SQLException("it takes more than %s connections".formatted(MOST_CONNECTIONS));
        }

        private static List<Long> others(Connection connection, Set<Long> own) throws SQLException {
            var others = new ArrayList<Long>();
            // Without further rights a user sees the connections of that user: those of the services.
            try (Statement statement = connection.createStatement();
                    ResultSet all = statement.executeQuery("SHOW PROCESSLIST")) {
                while (all.next()) {
                    if (!own.contains(all.getLong("Id"))) {
                        others.add(all.getLong("Id"));
                    }
                }
            }
            return others;
        }

        private static void kill(Connection connection, long other) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute("KILL " + other);
            } catch (SQLException e) {
                if (e.getErrorCode() != NO_SUCH_THREAD) {
                    throw e;
                }
            }
        }
    }

    private static long id(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet id = statement.executeQuery("SELECT CONNECTION_ID()")) {
            id.next();
            return id.getLong(1);
        }
    }
}
