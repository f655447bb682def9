package io.github.lo2.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Makes a test class the recording of a data set.
 *
 * <p>Its methods may take the {@link io.github.lo2.stack.Stack} and the {@link Run}. Methods that take the stack alone
 * are checks before the load, a {@code @TestFactory} returns {@link Run#scenarios()}, and methods that take the run are
 * checks of what was recorded.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith({StackExtension.class, DatasetRunExtension.class})
@TestMethodOrder(DatasetRunOrder.class)
public @interface DatasetRun {}
