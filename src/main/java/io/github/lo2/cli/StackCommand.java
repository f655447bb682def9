package io.github.lo2.cli;

import io.github.lo2.stack.Stack;
import io.github.lo2.suite.Layout;
import io.github.lo2.suite.Suite;
import java.util.concurrent.CountDownLatch;

/** Starts the stack alone, says where everything answers, and keeps it up until Ctrl-C. */
public final class StackCommand {
    private StackCommand() {}

    /** Run the command; it takes no arguments and ends with the JVM. */
    public static void main(String[] arguments) throws InterruptedException {
        try (Suite suite = Suite.open(Layout.current())) {
            Stack stack = suite.observedStack(System.out::println);
            stack.services().forEach(service -> System.out.printf("%-24s %s%n", service.name(), service.uri()));
            System.out.println("The stack is up; end it with Ctrl-C.");
            new CountDownLatch(1).await();
        }
    }
}
