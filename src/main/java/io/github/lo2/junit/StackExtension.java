package io.github.lo2.junit;

import io.github.lo2.plan.Parameters;
import io.github.lo2.plan.StackKind;
import io.github.lo2.stack.Stack;
import io.github.lo2.suite.StackChoice;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands the stack to tests; the first one that asks starts it, and it ends with the launcher session. A wrong parameter fails the
 * test that asks, and nothing is started.
 */
public final class StackExtension implements ParameterResolver {
    private static final Logger LOG = LoggerFactory.getLogger(StackExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Stack.class;
    }

    @Override
    public Stack resolveParameter(ParameterContext parameter, ExtensionContext context) {
        StackChoice choice =
                choice(Parameters.from(Parameters.given(System.getProperties(), context::getConfigurationParameter)));
        return SuiteStore.suite(context).stacks().any(choice, LOG::info);
    }

    /** Choose as for a run; but without being told, tests take the stack that needs nothing but this machine. */
    private static StackChoice choice(Parameters parameters) {
        StackKind kind = parameters.stack() == StackKind.AUTO ? StackKind.EMBEDDED : parameters.stack();
        return new StackChoice(kind, parameters.compose(), parameters.ports());
    }
}
