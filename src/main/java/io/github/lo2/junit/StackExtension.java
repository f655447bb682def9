package io.github.lo2.junit;

import io.github.lo2.plan.StackKind;
import io.github.lo2.stack.Stack;
import io.github.lo2.suite.StackChoice;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands the stack to tests; the first one that asks starts it, and it ends with the launcher session. */
public final class StackExtension implements ParameterResolver {
    private static final Logger LOG = LoggerFactory.getLogger(StackExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Stack.class;
    }

    @Override
    public Stack resolveParameter(ParameterContext parameter, ExtensionContext context) {
        // Without being told, tests take the stack that needs nothing but this machine.
        StackKind kind = context.getConfigurationParameter("lo2.stack")
                .filter("compose"::equals)
                .map(value -> StackKind.COMPOSE)
                .orElse(StackKind.EMBEDDED);
        return SuiteStore.suite(context).stack(new StackChoice(kind, List.of()), LOG::info);
    }
}
