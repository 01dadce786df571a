package io.github.recovery4j.examples.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionsFileTest {

    @TempDir
    Path directory;

    @Test
    void directories_are_relative_to_what_they_are_in_and_json_is_as_good_as_yaml() throws Exception {
        Path logs = Files.createDirectories(directory.resolve("project/logs"));
        Path yaml = Files.writeString(directory.resolve("s.yaml"), """
                sessions:
                  work:
                    directory: project
                    windows:
                      - name: editor
                        panes:
                          - directory: logs
                            command: vim
                            heartbeat: {file: beat, within: 5s}
                """);
        Path json = Files.writeString(directory.resolve("s.json"), """
                {"sessions": {"work": {"directory": "project", "windows": [{"name": "editor", "panes": [
                  {"directory": "logs", "command": "vim", "heartbeat": {"file": "beat", "within": "5s"}}]}]}}}
                """);
        PaneSpec pane = new PaneSpec(
                "vim", logs.toString(), new Heartbeat(logs.resolve("beat").toString(), "5s"));
        String project = directory.resolve("project").toString();
        WindowSpec window = new WindowSpec("editor", project, "tiled", List.of(pane));
        assertThat(SessionsFile.read(yaml))
                .isEqualTo(Map.of("work", new SessionSpec(project, "200x50", List.of(window))))
                .isEqualTo(SessionsFile.read(json));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                            | sessions: there has to be at least one",
                "{sessions: {w: }}                             | sessions.w: it is empty",
                "{sessions: {a.b: {windows: [{name: x, panes: [{}]}]}}} | sessions.a.b: 'a.b' cannot be the name",
                "{sessions: {server: {windows: [{name: x, panes: [{}]}]}}} | 'server' cannot be the name",
                "{sessions: {w: {windows: []}}}                | sessions.w: windows: there has to be at least one",
                "{sessions: {w: {windows: [{panes: [{}]}]}}}   | sessions.w.windows[0]: name: it has to be there",
                "{sessions: {w: {windows: [{name: x}]}}}       | sessions.w.windows[0]: panes: there has to be",
                "{sessions: {w: {windows: [{name: x, panes: [{}, ]}]}, v: 1}} | sessions.v: it is not what it should be",
                "{sessions: {w: {windows: [{name: x, layout: round, panes: [{}]}]}}} | sessions.w.windows[0]: layout: 'round'",
                "{sessions: {w: {size: big, windows: [{name: x, panes: [{}]}]}}} | sessions.w: size: 'big'",
                "{sessions: {w: {windows: [{name: x, panes: [{comand: vim}]}]}}} | there is no field 'comand' in sessions.w.windows[0].panes[0]",
                "{sessions: {w: {windows: [{name: x, panes: [{directory: gone}]}]}}} | sessions.w.windows[0].panes[0].directory: there is no directory",
                "{sessions: {w: {windows: [{name: x, panes: [{heartbeat: {file: b, within: soon}}]}]}}} | sessions.w.windows[0].panes[0].heartbeat: within: 'soon'",
                "{sessions: {w: {windows: [{name: \"a\\nb\", panes: [{}]}]}}} | sessions.w.windows[0]: name: there is a control character",
                "'{sessions: \"'                               | it is not YAML",
            })
    void what_is_wrong_is_refused_with_file_and_field(String text, String said) throws Exception {
        Path file = Files.writeString(directory.resolve("bad.yaml"), text);
        assertThatThrownBy(() -> SessionsFile.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(said);
    }

    @Test
    void a_file_that_is_not_there_is_said_to_be_so() {
        Path file = directory.resolve("none.yaml");
        assertThatThrownBy(() -> SessionsFile.read(file)).hasMessage("%s cannot be read: there is no %s", file, file);
    }
}
