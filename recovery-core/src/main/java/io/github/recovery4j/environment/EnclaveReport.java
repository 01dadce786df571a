package io.github.recovery4j.environment;

import io.github.recovery4j.probe.Answer;
import io.github.recovery4j.process.Output;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code kurtosis enclave inspect} prints. It has no other form than the one for people:
 *
 * <pre>
 * Name:            mainnet-geth-teku
 * UUID:            a8106b7e3b16
 * Status:          RUNNING
 * Creation Time:   Sat, 21 Nov 2026 09:00:00 UTC
 * Flags:
 *
 * ========================================= Files Artifacts =========================================
 * UUID           Name
 * 4f4c1cd7d1b2   jwt_file
 *
 * ========================================== User Services ==========================================
 * UUID           Name             Ports                                          Status
 * 29b5bd5d1d2d   cl-1-teku-geth   http: 4000/tcp -> http://127.0.0.1:33001       RUNNING
 *                                 metrics: 5054/tcp -> http://127.0.0.1:33002
 * 0ed1e5c9a4b6   el-1-geth-teku   &lt;none&gt;                                         STOPPED
 * </pre>
 *
 * Columns are told by words, as colours shift them. A line that is not understood makes the whole unknown: it may be the one
 * that matters.
 */
final class EnclaveReport {

    private static final Pattern FIELD = Pattern.compile("([A-Za-z ]+):\\s*(.*)");
    private static final Pattern HEADING = Pattern.compile("=+\\s*([A-Za-z ]*?)\\s*=*");
    private static final Pattern SERVICE =
            Pattern.compile("([0-9a-f]{12,})\\s+(\\S+)\\s+(?:(\\S.*?)\\s+)?(RUNNING|STOPPED|UNKNOWN)");
    private static final Pattern PORT = Pattern.compile("([^\\s:]+):\\s+\\S+(?:\\s+->\\s+(\\S+))?");
    private static final String NO_PORTS = "<none>";
    private static final String SERVICES = "User Services";

    private final Map<String, String> fields = new LinkedHashMap<>();
    private final Map<String, String> states = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> endpoints = new LinkedHashMap<>();
    private String section = "";
    private String service = "";
    private boolean hasServices;

    /** Reads the report. */
    EnclaveReport(Output out) throws IOException {
        if (!out.complete()) {
            throw new IOException("kurtosis printed more than can be read");
        }
        for (String line : out.text().lines().toList()) {
            read(line.stripTrailing());
        }
    }

    private void read(String line) throws IOException {
        Matcher heading = HEADING.matcher(line);
        if (heading.matches()) {
            begin(heading.group(1));
        } else if (line.equals(SERVICES) || line.equals("Files Artifacts")) {
            begin(line);
        } else if (section.isEmpty()) {
            Matcher field = FIELD.matcher(line);
            if (field.matches()) {
                fields.putIfAbsent(field.group(1).strip(), field.group(2).strip());
            }
        } else if (section.equals(SERVICES) && !line.isBlank()) {
            row(line);
        }
    }

    private void begin(String heading) {
        if (!heading.isEmpty()) {
            section = heading;
        }
    }

    private void row(String line) throws IOException {
        if (line.matches("UUID\\s+Name\\s+Ports\\s+Status")) {
            hasServices = true;
            return;
        }
        Matcher row = SERVICE.matcher(line);
        if (row.matches()) {
            service = row.group(2);
            states.put(service, row.group(4));
            endpoints.put(service, new LinkedHashMap<>());
            if (row.group(3) != null) {
                port(row.group(3), line);
            }
        } else if (Character.isWhitespace(line.charAt(0)) && !service.isEmpty()) {
            port(line.strip(), line);
        } else {
            throw notUnderstood(line);
        }
    }

    private void port(String port, String line) throws IOException {
        if (port.equals(NO_PORTS)) {
            return;
        }
        Matcher named = PORT.matcher(port);
        if (!named.matches()) {
            throw notUnderstood(line);
        }
        if (named.group(2) != null) {
            endpoints.getOrDefault(service, new LinkedHashMap<>()).put(named.group(1), named.group(2));
        }
    }

    private static IOException notUnderstood(String line) {
        return new IOException("kurtosis printed a line that is not understood: '%s'".formatted(line));
    }

    /** What it says of the enclave that was asked for. */
    Inspection inspection(String name) throws IOException {
        if (fields.getOrDefault("UUID", "").isEmpty()) {
            throw new IOException("kurtosis succeeded without naming an enclave");
        }
        if (!name.equals(fields.get("Name"))) {
            throw new IOException(
                    "kurtosis was asked for enclave '%s' and told of '%s'".formatted(name, fields.get("Name")));
        }
        Answer state = enclaveState(fields.getOrDefault("Status", ""));
        if (!(state instanceof Answer.Down) && !hasServices) {
            throw new IOException("kurtosis did not list the services of enclave '%s'".formatted(name));
        }
        Map<String, Service> services = new LinkedHashMap<>();
        states.forEach((service, word) ->
                services.put(service, new Service(serviceState(word), endpoints.getOrDefault(service, Map.of()))));
        return new Inspection.Present(state, services);
    }

    private static Answer enclaveState(String status) {
        return switch (status) {
            case "RUNNING" -> Answer.up(status);
            case "STOPPED", "EMPTY" -> Answer.down(status);
            default -> Answer.unknown("status '%s'".formatted(status));
        };
    }

    private static Answer serviceState(String status) {
        return switch (status) {
            case "RUNNING" -> Answer.up(status);
            case "STOPPED" -> Answer.down(status);
            default -> Answer.unknown(status);
        };
    }
}
