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
 * <pre>{@code
 * @DatasetRun(system = "light-oauth2")
 * class LightOauth2DatasetIT {
 *     @Test
 *     @BeforeScenarios
 *     void nothingIsBroken(Stack stack) {
 *         assertThat(stack.trouble()).isEmpty();
 *     }
 *
 *     @TestFactory
 *     Stream<DynamicTest> scenarios(Run run) {
 *         return run.scenarios();
 *     }
 *
 *     @Test
 *     void theDatasetIsComplete(Run run) {
 *         assertThat(run.complete()).isPresent();
 *     }
 * }
 * }</pre>
 *
 * <p>Its methods may take the {@link io.github.lo2.stack.Stack} and the {@link Run}. A {@code @TestFactory} returns the
 * scenarios, with what must hold of each ({@link Run#scenarios(io.github.lo2.recording.ScenarioBody)}). Methods with {@link
 * BeforeScenarios} are run before them, all others after them.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith({StackExtension.class, DatasetRunExtension.class})
@TestMethodOrder(DatasetRunOrder.class)
public @interface DatasetRun {

    /**
     * Name the system whose class this is. Where {@code lo2.system} names another one, the class is skipped; without a name it
     * records whichever {@code lo2.system} names.
     */
    String system() default "";
}
