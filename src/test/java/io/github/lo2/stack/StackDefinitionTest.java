package io.github.lo2.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lo2.stack.StackDefinition.ServiceDefinition;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The definition of an embedded stack")
class StackDefinitionTest {

    @TempDir
    Path folder;

    @Test
    @DisplayName(
            "may be short: processes with commands of their own, no database, the mark where readiness is asked for")
    void mayBeShort() throws Exception {
        Path file = Files.writeString(folder.resolve("embedded.json"), """
                {"project": "shop", "command": ["sh", "${options}"], "services": [
                  {"name": "till", "service_name": "shop-till", "port": 1, "health": "/up"},
                  {"name": "cart", "service_name": "shop-cart", "port": 2, "health": "/up", "mark": "/mark",
                   "command": ["${folder}/cart"]}]}""");

        StackDefinition definition = StackDefinition.read(file);

        assertThat(definition.databaseDefinition()).isEmpty();
        assertThat(definition.files()).isEmpty();
        assertThat(definition.observed().options()).isEmpty();
        assertThat(definition.services()).extracting(ServiceDefinition::mark).containsExactly("/up", "/mark");
        assertThat(definition.services())
                .extracting(definition::command)
                .satisfiesExactly(
                        till -> assertThat(till).containsExactly("sh", "${options}"),
                        cart -> assertThat(cart).containsExactly(folder + "/cart"));
        assertThat(definition.container("till")).isEqualTo("shop-till-1");
    }

    @Test
    @DisplayName("is refused with the service that has no command")
    void isRefusedWithoutACommand() throws Exception {
        Path file = Files.writeString(folder.resolve("embedded.json"), """
                {"project": "shop", "services": [{"name": "till", "service_name": "t", "port": 1, "health": "/up"}]}""");

        assertThatThrownBy(() -> StackDefinition.read(file))
                .isInstanceOf(StackException.class)
                .hasMessage("%s: service till has no command, nor has the stack; say one", file);
    }
}
