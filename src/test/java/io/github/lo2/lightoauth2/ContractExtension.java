package io.github.lo2.lightoauth2;

import io.github.lo2.junit.StackExtension;
import io.github.lo2.stack.Stack;
import java.net.URI;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands {@link LightOauth2} to tests: by default the session's stack, which the first of them starts.
 *
 * <p>With {@code -Dcontract.base=https://host} no stack is started, and the services are expected on the ports 6881 to
 * 6887 of that host, e.g. published images that the same contract is to be checked against. The tests leave clients,
 * services and users behind there.
 */
final class ContractExtension implements ParameterResolver {
    private static final String BASE = "contract.base";

    private final StackExtension stacks = new StackExtension();

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == LightOauth2.class;
    }

    @Override
    public LightOauth2 resolveParameter(ParameterContext parameter, ExtensionContext context) {
        // One for all tests, so that they share its connections.
        return context.getRoot()
                .getStore(Namespace.create(ContractExtension.class))
                .getOrComputeIfAbsent(LightOauth2.class, key -> locate(parameter, context), LightOauth2.class);
    }

    private LightOauth2 locate(ParameterContext parameter, ExtensionContext context) {
        return context.getConfigurationParameter(BASE)
                .filter(value -> !value.isBlank())
                .map(ContractExtension::base)
                .map(base -> new LightOauth2(service -> service.on(base)))
                .orElseGet(() -> {
                    Stack stack = stacks.resolveParameter(parameter, context);
                    return new LightOauth2(
                            service -> stack.service(service.stackName()).uri());
                });
    }

    private static URI base(String value) {
        URI base = URI.create(value.strip());
        if (!"https".equals(base.getScheme()) || base.getHost() == null || base.getPort() != -1) {
            throw new IllegalArgumentException(
                    "%s is '%s'; expected https://host without a port, e.g. https://localhost".formatted(BASE, value));
        }
        return base;
    }
}
