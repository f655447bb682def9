package io.github.lo2.lightoauth2;

import io.github.lo2.junit.SignalRouterExtension;
import io.github.lo2.junit.StackExtension;
import io.github.lo2.stack.Stack;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands {@link LightOauth2} to tests: by default the session's stack, which the first of them starts; and
 * {@link ServiceLogs}, what that stack prints.
 *
 * <p>With {@code -Dcontract.base=https://host} no stack is started, and the services are expected on the ports 6881 to
 * 6887 of that host, e.g. published images that the same contract is to be checked against. The tests leave clients,
 * services and users behind there, and those that read logs are skipped.
 */
final class ContractExtension implements ParameterResolver {
    private static final String BASE = "contract.base";

    private final StackExtension stacks = new StackExtension();
    private final SignalRouterExtension routers = new SignalRouterExtension();

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == LightOauth2.class || type == ServiceLogs.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == ServiceLogs.class
                ? logs(parameter, context)
                : system(parameter, context);
    }

    private LightOauth2 system(ParameterContext parameter, ExtensionContext context) {
        // One for all tests, so that they share its connections.
        return context.getRoot()
                .getStore(Namespace.create(ContractExtension.class))
                .getOrComputeIfAbsent(LightOauth2.class, key -> locate(parameter, context), LightOauth2.class);
    }

    private ServiceLogs logs(ParameterContext parameter, ExtensionContext context) {
        Assumptions.assumeTrue(
                baseOf(context).isEmpty(), "the logs of a stack that the tests did not start are not read");
        return new ServiceLogs(
                stacks.resolveParameter(parameter, context), routers.resolveParameter(parameter, context));
    }

    private LightOauth2 locate(ParameterContext parameter, ExtensionContext context) {
        return baseOf(context)
                .map(base -> new LightOauth2(service -> service.on(base)))
                .orElseGet(() -> {
                    Stack stack = stacks.resolveParameter(parameter, context);
                    return new LightOauth2(
                            service -> stack.service(service.stackName()).uri());
                });
    }

    private static Optional<URI> baseOf(ExtensionContext context) {
        return context.getConfigurationParameter(BASE)
                .filter(value -> !value.isBlank())
                .map(ContractExtension::base);
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
