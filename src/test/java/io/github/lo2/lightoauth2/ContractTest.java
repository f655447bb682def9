package io.github.lo2.lightoauth2;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Marks a class of tests that use the session's stack.
 *
 * <p>They share it one class after the other. Where tests run in parallel, as with Surefire, that happens beside the tests
 * that need no stack: these compute while it starts and answers.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ContractExtension.class)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("stack")
@interface ContractTest {}
