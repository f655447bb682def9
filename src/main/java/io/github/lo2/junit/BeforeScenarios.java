package io.github.lo2.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a test that is run before the scenarios of a {@link DatasetRun}; one without it is run after them.
 *
 * <pre>{@code
 * @Test
 * @BeforeScenarios
 * void everyServiceAnswers(Stack stack) {
 *     assertThat(stack.trouble()).isEmpty();
 * }
 * }</pre>
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface BeforeScenarios {}
