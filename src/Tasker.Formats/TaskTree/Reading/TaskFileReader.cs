using System.Collections.Immutable;
using Tasker.Core.Diagnostics;
using Tasker.Formats.Text;

namespace Tasker.Formats.TaskTree.Reading;

/// <summary>Reads one file of the folder of tasks: a task, no task, or everything that is wrong with it. No text makes it throw.</summary>
internal static class TaskFileReader
{
    private const int LongestId = 190;

    private static readonly YamlKeys Keys = YamlKeys.Of(
        "a task", "task_id", "title", "phase", "estimated_duration", "complexity", "priority", "dependencies", "inputs", "outputs", "skills_required") with
    {
        Elsewhere = YamlKeys.Words(
            ("id", "task_id"), ("depends_on", "dependencies"), ("needs", "dependencies"), ("duration", "estimated_duration"),
            ("name", "title"), ("skills", "skills_required")),
    };

    private static readonly string[] Usual = ["title", "dependencies", "inputs", "outputs"];
    private static readonly string[] Urgencies = ["low", "medium", "high", "critical"];
    private static readonly string[] Complexities = ["low", "medium", "high"];

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file from the project root, as places name it.</param>
    /// <param name="id">The id that its place below the folder of tasks gives it.</param>
    /// <param name="bytes">Its content.</param>
    /// <param name="bag">Gets the findings.</param>
    /// <returns>The task; null when it is none or cannot be used, which an error then says.</returns>
    public static TaskFile? Read(string path, string id, ReadOnlySpan<byte> bytes, DiagnosticBag bag)
    {
        // Most files that are no tasks have no front matter: whether the rest of them is text does not matter.
        if (!bytes.StartsWith("---"u8) && !bytes.StartsWith("\uFEFF---"u8))
        {
            return null;
        }

        var own = new DiagnosticBag();
        var task = SourceText.Decode(path, FrontMatter.Only(bytes), own) is { } text && FrontMatter.Of(text) is { } front ? Read(path, id, front, own) : null;
        var told = own.ToImmutable();
        if (told.IsEmpty)
        {
            return task;
        }

        bag.AddRange(told.Select(Soften));
        return told.Any(d => d.Severity is Severity.Error && d.Code != TextCodes.UnknownKey) ? null : task;
    }

    /// <summary>Authors and agents add keys of their own; that alone must not stop the work.</summary>
    private static Diagnostic Soften(Diagnostic found) =>
        found.Code == TextCodes.UnknownKey ? found with { Severity = Severity.Warning, Why = $"It is passed over. {found.Why}" } : found;

    private static TaskFile? Read(string path, string id, FrontMatter front, DiagnosticBag bag)
    {
        if (!front.IsClosed)
        {
            if (front.Yaml.Contains("task_id:", StringComparison.Ordinal))
            {
                bag.Error(
                    TreeCodes.OpenFrontMatter, new Place(path, 1, 1), "The front matter has no end.",
                    "It lasts from the '---' on the first line to the next line of that kind.", "Add a line '---' behind the last key.");
            }

            return null;
        }

        var node = PlainYaml.Read(path, front.Yaml, 2) ?? YamlReader.Read(path, front.Yaml, bag, firstLine: 2);
        if (node is not YamlNode.Map map)
        {
            return null; // Broken, which is told; or a rule above prose.
        }

        if (map["task_id"] is null)
        {
            TellNoId(map, bag);
            return null;
        }

        return YamlFields.Open(node, "The front matter", Keys, bag) is { } fields ? Task(path, id, front, fields) : null;
    }

    private static void TellNoId(YamlNode.Map map, DiagnosticBag bag)
    {
        var names = map.Entries.Select(entry => entry.Name).ToArray();
        var meant = Suggestions.Nearest("task_id", names) ?? names.FirstOrDefault(name => name == "id");
        bag.Warning(
            TreeCodes.NoId, map.Place, "The front matter has no 'task_id', so that the file is no task.", "It is passed over.",
            meant is null ? "Add one, or remove the front matter." : $"Write 'task_id' for '{Excerpt.Of(meant)}'.");
    }

    private static TaskFile? Task(string path, string id, FrontMatter front, YamlFields fields)
    {
        var bag = fields.Bag;
        CheckId(path, id, fields);
        foreach (var (line, note) in front.Notes.OrderBy(n => n.Key))
        {
            bag.Warning(
                TreeCodes.LooseNote, new Place(path, line), $"'({Excerpt.Of(note)})' stands behind a quoted text.",
                "YAML has no such notes; it is read as a note.", $"Write '# {Excerpt.Of(note)}' for other tools to read the file.");
        }

        var folder = id.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash ? id[..slash] : "";
        var title = Word(fields, "title");
        var task = new TaskFile
        {
            Id = id,
            Path = path,
            Title = title ?? id[(id.LastIndexOf('/') + 1)..],
            Folder = folder,
            Phase = Phase(folder, fields),
            Estimate = Estimate(fields),
            Urgency = Urgency(fields),
            Dependencies = List(fields, "dependencies", front),
            Inputs = List(fields, "inputs", front),
            Outputs = List(fields, "outputs", front),
            Where = new Place(path, 1, 1),
        };
        Complexity(fields);
        _ = List(fields, "skills_required", front);
        string[] missing = [.. Usual.Where(key => !fields.Has(key))];
        if (missing.Length > 0)
        {
            bag.Add(new Diagnostic(
                TreeCodes.MissingKeys, Severity.Note, task.Where, $"The task has no {YamlShapes.Either(missing)}.",
                missing.Contains("outputs") ? "Without outputs only the exit code of its agent is checked." : "They are taken as empty.", "Add them."));
        }

        return task;
    }

    private static void CheckId(string path, string id, YamlFields fields)
    {
        if (fields.Filled("task_id") is { } written && written != id)
        {
            fields.Bag.Error(
                TreeCodes.WrongId, fields.PlaceOf("task_id"), $"'task_id' is '{Excerpt.Of(written)}', but the file is '{Excerpt.Of(id)}'.",
                "The id is the path below the folder of tasks without '.md'.", "Make them equal: change the id, or move the file.");
        }

        if (id.Length > LongestId || id.Any(char.IsControl) || id.Contains("${{", StringComparison.Ordinal))
        {
            fields.Bag.Error(
                TreeCodes.UnusableName, new Place(path), $"'{Excerpt.Of(id)}' cannot be the id of a task.",
                $"It has at most {LongestId} characters, no control characters and no '${{{{'.", "Rename the file or its folder.");
        }
    }

    private static string? Word(YamlFields fields, string key) => fields.Node(key) is { IsEmpty: false } ? fields.Filled(key)?.Trim() : null;

    private static string Phase(string folder, YamlFields fields)
    {
        var written = Word(fields, "phase");
        if (folder.Length == 0)
        {
            return written is null ? "" : PhaseName.Of(written);
        }

        var phase = PhaseName.Of(folder);
        if (written is not null && PhaseName.Of(written) != phase)
        {
            fields.Bag.Warning(
                TreeCodes.OtherPhase, fields.PlaceOf("phase"), $"'phase' is '{Excerpt.Of(written)}', but the task lies in '{Excerpt.Of(folder)}'.",
                "The folder decides.", $"Write '{Excerpt.Of(phase)}', or move the file.");
        }

        return phase;
    }

    private static (TimeSpan Least, TimeSpan Most)? Estimate(YamlFields fields)
    {
        if (Word(fields, "estimated_duration") is not { } text)
        {
            return null;
        }

        var estimate = EstimateText.Read(text);
        if (estimate is null)
        {
            fields.Bag.Warning(
                TreeCodes.BadEstimate, fields.PlaceOf("estimated_duration"), $"'estimated_duration' is '{Excerpt.Of(text)}'.",
                "It is no time and no range of times, and is passed over.", "Write such as '2-4 hours'.");
        }

        return estimate;
    }

    private static TaskUrgency Urgency(YamlFields fields)
    {
        var text = Word(fields, "priority");
        TaskUrgency? urgency = text?.ToLowerInvariant() switch
        {
            null or "medium" => TaskUrgency.Medium,
            "low" => TaskUrgency.Low,
            "high" => TaskUrgency.High,
            "critical" => TaskUrgency.Critical,
            _ => null,
        };
        if (urgency is null)
        {
            Unknown(fields, "priority", text!, Urgencies);
        }

        return urgency ?? TaskUrgency.Medium;
    }

    private static void Complexity(YamlFields fields)
    {
        if (Word(fields, "complexity") is { } text && !Complexities.Contains(text, StringComparer.OrdinalIgnoreCase))
        {
            Unknown(fields, "complexity", text, Complexities);
        }
    }

    private static void Unknown(YamlFields fields, string key, string text, string[] words) => fields.Bag.Warning(
        TreeCodes.UnknownWord, fields.PlaceOf(key), $"'{key}' is '{Excerpt.Of(text)}'.", $"It can be {YamlShapes.Either(words)}; it is taken as 'medium'.",
        Suggestions.DidYouMean(text, words, "Write one of them."));

    private static ImmutableArray<TaskText> List(YamlFields fields, string key, FrontMatter front)
    {
        if (fields.Node(key) is not { IsEmpty: false } node)
        {
            return [];
        }

        var items = node is YamlNode.List list ? list.Items : [node];
        var texts = ImmutableArray.CreateBuilder<TaskText>(items.Length);
        foreach (var item in items)
        {
            if (YamlShapes.Filled(item, $"An item of '{key}'", fields.Bag) is { } text)
            {
                texts.Add(Noted(text.Trim(), item, front));
            }
        }

        return texts.ToImmutable();
    }

    /// <summary>Without quotes the note is part of what YAML reads as the text.</summary>
    private static TaskText Noted(string text, YamlNode item, FrontMatter front)
    {
        if (front.Notes.TryGetValue(item.Place.Line, out var note))
        {
            return new TaskText(text, note, item.Place);
        }

        var open = text.LastIndexOf(" (", StringComparison.Ordinal);
        return open > 0 && text[^1] == ')' && item is YamlNode.Scalar { Style: ScalarStyle.Plain }
            ? new TaskText(text[..open].TrimEnd(), text[(open + 2)..^1].Trim(), item.Place)
            : new TaskText(text, "", item.Place);
    }
}
