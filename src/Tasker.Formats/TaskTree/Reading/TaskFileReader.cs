using System.Buffers;
using System.Globalization;
using System.Text.Unicode;
using Tasker.Core.Diagnostics;
using Tasker.Formats.Text;

namespace Tasker.Formats.TaskTree.Reading;

/// <summary>Reads one file of the folder of tasks: a task, no task, or everything that is wrong with it. No text makes it throw.</summary>
internal static class TaskFileReader
{
    private const int LongestId = 190;
    private const string Ending = ".md";

    internal static readonly YamlKeys Keys = YamlKeys.Of(
        "a task", "task_id", "title", "phase", "estimated_duration", "complexity", "priority", "dependencies", "inputs", "outputs",
        "skills_required") with
    {
        Elsewhere = YamlKeys.Words(
            ("id", "task_id"), ("depends_on", "dependencies"), ("needs", "dependencies"), ("duration", "estimated_duration"),
            ("name", "title"), ("skills", "skills_required")),
    };

    private static readonly string[] Urgencies = ["low", "medium", "high", "critical"];
    private static readonly string[] Complexities = ["low", "medium", "high"];

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file from the project root, as places name it.</param>
    /// <param name="id">The id that its place below the folder of tasks gives it.</param>
    /// <param name="bytes">Its content.</param>
    /// <param name="buffers">Room to work in.</param>
    /// <param name="bag">Gets the findings.</param>
    /// <returns>The task; null when it is none or cannot be used, which an error then says.</returns>
    public static TaskFile? Read(string path, string id, ReadOnlySpan<byte> bytes, ReadBuffers buffers, DiagnosticBag bag)
    {
        // Most files that are no tasks have no front matter: whether the rest of them is text does not matter.
        if (!bytes.StartsWith("---"u8) && !bytes.StartsWith("\uFEFF---"u8))
        {
            return null;
        }

        var own = new DiagnosticBag();
        var only = FrontMatter.Only(bytes);
        var isCut = only.Length >= FrontMatter.MostBytes;
        only = isCut ? only[..(only.LastIndexOf((byte)'\n') + 1)] : only; // The cut may fall inside a character.
        var task = Plain(only, buffers) is { } keys ? Task(path, id, keys, buffers, own)
            : SourceText.Decode(path, only, own) is { } text && FrontMatter.Of(text) is { } front
                ? Read(path, id, front, isCut, buffers, own)
            : null;
        if (own.IsEmpty)
        {
            return task;
        }

        var told = own.ToImmutable();
        bag.AddRange(told.Select(Soften));
        return told.Any(d => d.Severity is Severity.Error && d.Code != TextCodes.UnknownKey) ? null : task;
    }

    private static TaskKeys? Plain(ReadOnlySpan<byte> bytes, ReadBuffers buffers)
    {
        var text = buffers.Room(bytes.Length);
        return Utf8.ToUtf16(bytes, text, out _, out var length, replaceInvalidSequences: false) is OperationStatus.Done
            ? PlainFrontMatter.Read(text[..length], buffers)
            : null;
    }

    /// <summary>Authors and agents add keys of their own; that alone must not stop the work.</summary>
    private static Diagnostic Soften(Diagnostic found) =>
        found.Code == TextCodes.UnknownKey ? found with { Severity = Severity.Warning, Why = $"It is passed over. {found.Why}" } : found;

    private static TaskFile? Read(string path, string id, FrontMatter front, bool isCut, ReadBuffers buffers, DiagnosticBag bag)
    {
        if (!front.IsClosed)
        {
            if (front.Yaml.Contains("task_id:", StringComparison.Ordinal))
            {
                TellNoEnd(path, front, isCut, bag);
            }

            return null;
        }

        var node = YamlReader.Read(path, front.Yaml, bag, firstLine: 2);
        if (node is not YamlNode.Map map)
        {
            return null; // Broken, which is told; or a rule above prose.
        }

        if (map["task_id"] is null)
        {
            TellNoId(map, bag);
            return null;
        }

        if (YamlFields.Open(node, "The front matter", Keys, bag) is not { } fields)
        {
            return null;
        }

        foreach (var (line, note) in front.Notes.OrderBy(n => n.Key))
        {
            bag.Warning(
                TreeCodes.LooseNote, new Place(path, line), $"'({Excerpt.Of(note)})' stands behind a quoted text.",
                "YAML has no such notes; it is read as a note.", $"Write '# {Excerpt.Of(note)}' for other tools to read the file.");
        }

        return Task(path, id, TaskKeys.Of(fields, front), buffers, bag);
    }

    private static void TellNoEnd(string path, FrontMatter front, bool isCut, DiagnosticBag bag)
    {
        var place = new Place(path, 1, 1);
        if (front.Lines > FrontMatter.MostLines)
        {
            bag.Error(
                TreeCodes.LongFrontMatter, place,
                string.Create(CultureInfo.InvariantCulture, $"The front matter has {front.Lines:N0} lines."),
                string.Create(CultureInfo.InvariantCulture, $"At most {FrontMatter.MostLines:N0} are read."),
                "Make it shorter; what the agent has to know can stand behind it.");
        }
        else if (isCut)
        {
            bag.Error(
                TreeCodes.OpenFrontMatter, place, string.Create(
                    CultureInfo.InvariantCulture,
                    $"The front matter has no end within the first {FrontMatter.MostBytes >> 10} KiB of the file."),
                "It is read no further.", "Add a line '---' behind the last key; what the agent has to know can stand behind it.");
        }
        else
        {
            bag.Error(
                TreeCodes.OpenFrontMatter, place, "The front matter has no end.",
                "It lasts from the '---' on the first line to the next line of that kind.", "Add a line '---' behind the last key.");
        }
    }

    private static void TellNoId(YamlNode.Map map, DiagnosticBag bag)
    {
        var names = map.Entries.Select(entry => entry.Name).ToArray();
        var meant = Suggestions.Nearest("task_id", names) ?? names.FirstOrDefault(name => name == "id");
        bag.Warning(
            TreeCodes.NoId, map.Place, "The front matter has no 'task_id', so that the file is no task.", "It is passed over.",
            meant is null ? "Add one, or remove the front matter." : $"Write 'task_id' for '{Excerpt.Of(meant)}'.");
    }

    private static TaskFile Task(string path, string id, TaskKeys keys, ReadBuffers buffers, DiagnosticBag bag)
    {
        CheckId(path, id, keys, bag);
        var folder = id.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash ? id[..slash] : "";
        var task = new TaskFile
        {
            Id = id,
            Tasks = buffers.Shared(path.AsSpan(0, path.Length - id.Length - Ending.Length - 1)),
            Ending = path.EndsWith(Ending, StringComparison.Ordinal) ? Ending : path[^Ending.Length..],
            Title = keys.Title?.Text ?? id[(id.LastIndexOf('/') + 1)..],
            Folder = buffers.Shared(folder),
            Phase = buffers.Shared(Phase(path, folder, keys.Phase, bag)),
            Estimate = Estimate(path, keys.Estimate, bag),
            Urgency = Urgency(path, keys.Priority, bag),
            Dependencies = keys.Dependencies ?? [],
            Inputs = keys.Inputs ?? [],
            Outputs = keys.Outputs ?? [],
        };
        if (keys.Complexity is { } complexity && !Complexities.Contains(complexity.Text, StringComparer.OrdinalIgnoreCase))
        {
            Unknown("complexity", complexity, path, Complexities, bag);
        }

        TellMissing(task, keys, bag);
        return task;
    }

    private static void TellMissing(TaskFile task, TaskKeys keys, DiagnosticBag bag)
    {
        if (keys is { HasTitle: true, Dependencies: not null, Inputs: not null, Outputs: not null })
        {
            return;
        }

        string[] missing =
        [
            .. keys.HasTitle ? Array.Empty<string>() : ["title"], .. keys.Dependencies is null ? ["dependencies"] : Array.Empty<string>(),
            .. keys.Inputs is null ? ["inputs"] : Array.Empty<string>(), .. keys.Outputs is null ? ["outputs"] : Array.Empty<string>(),
        ];
        bag.Add(new Diagnostic(
            TreeCodes.MissingKeys, Severity.Note, task.Where, $"The task has no {YamlShapes.Either(missing)}.",
            keys.Outputs is null ? "Without outputs only the exit code of its agent is checked." : "They are taken as empty.",
            "Add them."));
    }

    private static void CheckId(string path, string id, TaskKeys keys, DiagnosticBag bag)
    {
        if (keys.Id is { } written && written.Text != id)
        {
            bag.Error(
                TreeCodes.WrongId, written.In(path), $"'task_id' is '{Excerpt.Of(written.Text)}', but the file is '{Excerpt.Of(id)}'.",
                "The id is the path below the folder of tasks without '.md'.", "Make them equal: change the id, or move the file.");
        }

        if (id.Length > LongestId || id.AsSpan().ContainsAnyInRange('\0', '\u001F') || id.AsSpan().ContainsAnyInRange('\u007F', '\u009F')
            || id.Contains("${{", StringComparison.Ordinal))
        {
            bag.Error(
                TreeCodes.UnusableName, new Place(path), $"'{Excerpt.Of(id)}' cannot be the id of a task.",
                $"It has at most {LongestId} characters, no control characters and no '${{{{'.", "Rename the file or its folder.");
        }
    }

    private static string Phase(string path, string folder, TaskText? written, DiagnosticBag bag)
    {
        if (folder.Length == 0)
        {
            return written is { } named ? PhaseName.Of(named.Text) : "";
        }

        var phase = PhaseName.Of(folder);
        if (written is { } other && PhaseName.Of(other.Text) != phase)
        {
            bag.Warning(
                TreeCodes.OtherPhase, other.In(path),
                $"'phase' is '{Excerpt.Of(other.Text)}', but the task lies in '{Excerpt.Of(folder)}'.",
                "The folder decides.", $"Write '{Excerpt.Of(phase)}', or move the file.");
        }

        return phase;
    }

    private static (TimeSpan Least, TimeSpan Most)? Estimate(string path, TaskText? written, DiagnosticBag bag)
    {
        if (written is not { } time)
        {
            return null;
        }

        var estimate = EstimateText.Read(time.Text);
        if (estimate is null)
        {
            bag.Warning(
                TreeCodes.BadEstimate, time.In(path), $"'estimated_duration' is '{Excerpt.Of(time.Text)}'.",
                "It is no time and no range of times, and is passed over.", "Write such as '2-4 hours'.");
        }

        return estimate;
    }

    private static TaskUrgency Urgency(string path, TaskText? written, DiagnosticBag bag)
    {
        TaskUrgency? urgency = written?.Text.ToLowerInvariant() switch
        {
            null or "medium" => TaskUrgency.Medium,
            "low" => TaskUrgency.Low,
            "high" => TaskUrgency.High,
            "critical" => TaskUrgency.Critical,
            _ => null,
        };
        if (urgency is null)
        {
            Unknown("priority", written!.Value, path, Urgencies, bag);
        }

        return urgency ?? TaskUrgency.Medium;
    }

    private static void Unknown(string key, TaskText written, string path, string[] words, DiagnosticBag bag) => bag.Warning(
        TreeCodes.UnknownWord, written.In(path), $"'{key}' is '{Excerpt.Of(written.Text)}'.",
        $"It can be {YamlShapes.Either(words)}; it is taken as 'medium'.",
        Suggestions.DidYouMean(written.Text, words, "Write one of them."));
}
