package io.github.recovery4j.jdbc;

import io.github.recovery4j.checkpoint.FencedException;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.lease.Holder;
import io.github.recovery4j.lease.Owner;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How something stands that a write was refused to.
 *
 * @param newest who owned it last
 * @param held whether it was not given back
 * @param generation the newest one
 * @param save the newest save
 */
record Standing(
        Holder newest,
        boolean held,
        long generation,
        @Nullable UUID save) {

    static Standing read(ResultSet row) throws SQLException {
        return new Standing(
                holder(row), row.getBoolean("held"), row.getLong("generation"), row.getObject("save", UUID.class));
    }

    static Holder holder(ResultSet row) throws SQLException {
        return new Holder(
                new Owner(
                        SafeText.decode(row.getString("host")), row.getLong("pid"), Times.required(row, "started_at")),
                row.getLong("epoch"),
                Times.required(row, "since"));
    }

    boolean ownedUnder(long token) {
        return held && newest.token() == token;
    }

    /**
     * Why a write under a token was refused; null if it was not for the token.
     *
     * @param acknowledged the newest generation that was acknowledged to this process before the write was sent
     */
    static @Nullable FencedException fenced(
            RunKey run, long token, Optional<Standing> standing, Optional<Holding> holding, long acknowledged) {
        if (standing.isPresent() && standing.get().ownedUnder(token)) {
            return standing.get().generation() < acknowledged
                    ? new FencedException(
                            run, token, wentBack("generation " + standing.get().generation(), holding))
                    : null;
        }
        return new FencedException(run, token, refusal(token, standing, holding));
    }

    private static String refusal(long token, Optional<Standing> standing, Optional<Holding> holding) {
        boolean mine = holding.isPresent() && !holding.get().gone();
        if (standing.isEmpty()) {
            return mine ? wentBack("no such run", holding) : "the run was removed, or nobody ever owned it";
        }
        Standing found = standing.get();
        if (mine && found.newest().token() < token) {
            return wentBack("token " + found.newest().token(), holding);
        }
        return found.held() ? "it is held by " + found.newest() : "the lease was given back";
    }

    private static String wentBack(String found, Optional<Holding> holding) {
        return "the database has gone back in time (a backup that was restored, a standby that lagged): it knows %s, this process was given token %d and has saved up to generation %d. Restart what is to go on from there"
                .formatted(
                        found,
                        holding.map(Holding::token).orElse(0L),
                        holding.map(Holding::generation).orElse(0L));
    }
}
