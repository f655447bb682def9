package io.github.lo2.junit;

import io.github.lo2.stack.Stack;
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
        return SuiteStore.suite(context).stack(LOG::info);
    }
}
