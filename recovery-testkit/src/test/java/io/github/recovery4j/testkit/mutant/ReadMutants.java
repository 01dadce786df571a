package io.github.recovery4j.testkit.mutant;

import io.github.recovery4j.disk.Disk;
import io.github.recovery4j.disk.ForwardingDisk;
import io.github.recovery4j.disk.NotRegularException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** File storages whose disk does not tell what is there. */
final class ReadMutants {

    private ReadMutants() {}

    static Disk withoutChecksums(Disk disk) {
        return new ResealingDisk(disk);
    }

    static Disk withForeignFilesCleanedUp(Disk disk) {
        return new ForwardingDisk(disk) {
            @Override
            public List<String> list(Path directory) throws IOException {
                List<String> ours = new ArrayList<>();
                for (String name : under().list(directory)) {
                    if (name.endsWith(".txt")) {
                        under().delete(directory.resolve(name));
                    } else {
                        ours.add(name);
                    }
                }
                return ours;
            }
        };
    }

    static Disk whereWhatCannotBeListedIsEmpty(Disk disk) {
        return new ForwardingDisk(disk) {
            @Override
            public List<String> list(Path directory) {
                try {
                    return under().list(directory);
                } catch (IOException e) {
                    return List.of();
                }
            }
        };
    }

    static Disk whereWhatCannotBeOpenedIsAbsent(Disk disk) {
        return new ForwardingDisk(disk) {
            @Override
            public OpenFile open(Path file) throws IOException {
                try {
                    return under().open(file);
                } catch (NoSuchFileException | NotRegularException e) {
                    throw e;
                } catch (IOException e) {
                    throw new NoSuchFileException(file.toString());
                }
            }
        };
    }
}
