package io.github.lo2.junit;

import io.github.lo2.capture.SignalRouter;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands the session's router to tests, which open windows on what the stack logs while they use it. */
public final class SignalRouterExtension implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == SignalRouter.class;
    }

    @Override
    public SignalRouter resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return SuiteStore.suite(context).router();
    }
}
