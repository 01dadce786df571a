package io.github.recovery4j.storage;

import io.github.recovery4j.checkpoint.RunKey;
import java.util.List;
import java.util.Map;

/**
 * What a {@link Transfer} has done.
 *
 * @param copied the runs that are in both storages now, with the same newest generation
 * @param left the runs that were not copied, and why
 */
public record TransferReport(List<RunKey> copied, Map<RunKey, String> left) {

    /** Takes copies. */
    public TransferReport {
        copied = List.copyOf(copied);
        left = Map.copyOf(left);
    }
}
