/**
 * What a run says of itself to those who download it: its card, its description for machines, how it is cited. All of it is made
 * of the figures of its manifest. What a person looks at, charts and verdicts, is in {@code report}.
 */
@NullMarked
package io.github.lo2.card;

import org.jspecify.annotations.NullMarked;
