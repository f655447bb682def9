package io.github.lo2.junit;

import java.util.Collections;
import java.util.Comparator;
import org.junit.jupiter.api.MethodDescriptor;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.MethodOrdererContext;
import org.junit.jupiter.api.TestFactory;

/**
 * Orders the methods of a data set run: those with {@link BeforeScenarios}, the {@code @TestFactory} of the scenarios, all
 * others; within each of these at random, by the one seed from which the scenarios' order is drawn too.
 */
public final class DatasetRunOrder implements MethodOrderer {

    @Override
    public void orderMethods(MethodOrdererContext context) {
        long seed = Seed.of(context::getConfigurationParameter);
        Collections.shuffle(context.getMethodDescriptors(), new java.util.Random(seed));
        context.getMethodDescriptors().sort(Comparator.comparingInt(DatasetRunOrder::place));
    }

    private static int place(MethodDescriptor method) {
        if (method.isAnnotated(TestFactory.class)) {
            return 1;
        }
        return method.isAnnotated(BeforeScenarios.class) ? 0 : 2;
    }
}
