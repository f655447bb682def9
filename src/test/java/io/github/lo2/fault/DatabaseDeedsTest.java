package io.github.lo2.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.lo2.http.HttpsClient;
import io.github.lo2.plan.PortRule;
import io.github.lo2.process.ChildProcesses;
import io.github.lo2.stack.Database;
import io.github.lo2.stack.EmbeddedStack;
import io.github.lo2.stack.StackDefinition;
import io.github.lo2.stack.StackException;
import io.github.lo2.system.SystemDefinition;
import io.github.lo2.time.EpochClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("What is done to a database")
class DatabaseDeedsTest {
    private final EpochClock clock = EpochClock.system();
    private final ChildProcesses processes = new ChildProcesses(clock);
    private EmbeddedStack stack;

    @BeforeAll
    void startADatabase(@TempDir Path folder) throws Exception {
        Path script = Files.writeString(
                folder.resolve("script.sql"),
                "CREATE DATABASE shop; USE shop; CREATE TABLE fruit (name VARCHAR(20)); CREATE TABLE nut (name"
                        + " VARCHAR(20));");
        Path file = Files.writeString(folder.resolve("embedded.json"), """
            {"project": "shop", "services": [],
             "database": {"name": "db", "schema": "shop", "user": "reader", "scripts": ["%s"]}}\
            """.formatted(script));
        var parts = new EmbeddedStack.Parts(
                SystemDefinition.read(Path.of("compose", "light-oauth2", "system.json")),
                StackDefinition.read(file, PortRule.DEFINITION),
                Path.of("target", "programs", "mariadb").toAbsolutePath(),
                Optional.empty(),
                Map.of(),
                new EmbeddedStack.Network(folder, Set.of()));
        stack = EmbeddedStack.start(parts, processes, line -> {}, new HttpsClient(), clock, line -> {});
    }

    @AfterAll
    void endIt() {
        try (processes) {
            if (stack != null) {
                stack.close();
            }
        }
    }

    @Test
    @DisplayName("locks a table, and no other, until it is undone")
    void locksATable() throws SQLException {
        StackInjection.Deed lock = deed(FaultKind.TRANSACTION_TIMEOUT, Map.of(FaultMember.TABLE, "fruit"));

        assertThat(lock.begin()).startsWith("db says of table fruit: in use by 1; connection ");
        try (Connection other = database().connect();
                Statement statement = other.createStatement()) {
            statement.execute("SET SESSION lock_wait_timeout = 1");
            statement.execute("SELECT * FROM nut");
            assertThatThrownBy(() -> statement.execute("SELECT * FROM fruit"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("Lock wait timeout exceeded");
        }

        assertThat(lock.end()).startsWith("1 connections to db were closed");
        assertThat(database().rows()).containsEntry("fruit", 0L);
        assertThat(lock.end()).as("a second time").startsWith("0 connections");
    }

    @Test
    @DisplayName("refuses to lock a table that is not there, and holds nothing then")
    void refuses() {
        StackInjection.Deed lock = deed(FaultKind.TRANSACTION_TIMEOUT, Map.of(FaultMember.TABLE, "stone"));

        assertThatThrownBy(lock::begin)
                .isInstanceOf(StackException.class)
                .hasMessageContaining("db refused what was to be done to it")
                .hasMessageContaining("stone");
        assertThat(lock.end()).startsWith("1 connections to db were closed");
    }

    @Test
    @DisplayName("takes all connections, ends those of others, and gives them back")
    void takesAllConnections() throws SQLException {
        StackInjection.Deed exhaustion = deed(FaultKind.CONNECTION_POOL_EXHAUSTION, Map.of());
        try (Connection ofAPool = database().connect()) {
            assertThat(exhaustion.begin()).contains("Too many connections", "connections are held", "none is left");

            assertThatThrownBy(() -> ofAPool.createStatement().execute("SELECT 1"))
                    .isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> database().connect().close())
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("Too many connections");
        }

        exhaustion.end();
        await().untilAsserted(() -> assertThat(database().rows()).hasSize(2));
    }

    private StackInjection.Deed deed(FaultKind kind, Map<FaultMember, String> parameters) {
        return DatabaseDeeds.of(
                new FaultDeclaration("tag", kind, FaultLevel.DATABASE, "db", 1, List.of(), parameters, 1),
                this::database);
    }

    private Database database() {
        return stack.database().orElseThrow();
    }
}
