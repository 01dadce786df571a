package io.github.recovery4j.warm;

import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.event.RecoveryEvent.SyncResult;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of a warm restart, to the log and to listeners; with nothing locked.
 *
 * @param definition which
 * @param tools know whom to tell, and the time
 */
record News<K>(WarmDefinition<K, ?> definition, WarmRestarts.Tools tools) {

    private static final Logger log = LoggerFactory.getLogger(WarmRestart.class);

    void started(Start start) {
        if (start instanceof Start.Warm warm) {
            log.info("{} starts warm: {}; nothing is written until its first sync ends", definition, warm.describe());
            tell(new RecoveryEvent.WarmStarted(
                    tools.clock().instant(), definition.name(), warm.entries(), warm.doubtful(), warm.damages()));
        } else if (start instanceof Start.Cold cold) {
            log.info("{} starts cold: {}; everything is written as it comes", definition, start.describe());
            tell(new RecoveryEvent.ColdStarted(
                    tools.clock().instant(),
                    definition.name(),
                    cold.reason().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    cold.describe()));
        }
    }

    void ended(SyncReport<K> report) {
        if (report.suspect().isEmpty() && report.owed().isEmpty()) {
            log.info("The sync of {} is over, {}", definition, report.describe());
        } else {
            log.warn("The sync of {} is over, {}; what is suspect is kept", definition, report.describe());
        }
        tell(new RecoveryEvent.SyncEnded(
                tools.clock().instant(),
                definition.name(),
                result(report.ending()),
                report.ending().toString(),
                report.same(),
                report.changed(),
                report.added(),
                report.deleted(),
                report.suspect().size(),
                report.owed().size(),
                report.took()));
    }

    private static SyncResult result(SyncEnding ending) {
        if (ending instanceof SyncEnding.TimedOut) {
            return SyncResult.TIMED_OUT;
        }
        return ending instanceof SyncEnding.Partial ? SyncResult.PARTIAL : SyncResult.COMPLETE;
    }

    private void tell(RecoveryEvent event) {
        tools.listener().on(event);
    }
}
