/** The little JSON that core reads and writes itself: headers of reports, lines of the audit log. Not exported. */
@NullMarked
package io.github.recovery4j.json;

import org.jspecify.annotations.NullMarked;
