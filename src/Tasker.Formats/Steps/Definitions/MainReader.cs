using System.Collections.Immutable;
using Tasker.Core.Diagnostics;
using Tasker.Core.Workflows;
using Tasker.Formats.Steps.Spec;
using Tasker.Formats.Text;

namespace Tasker.Formats.Steps.Definitions;

/// <summary>Reads the map <c>main</c> of a step.</summary>
internal static class MainReader
{
    private static readonly YamlKeys Keys = YamlKeys.Of(
        "'main'", "agent", "skills", "model", "objective", "script", "command", "run_by", "test", "timeout", "max_time",
        "ready", "success_criteria", "outputs", "mode", "chunks", "checkpoint_every", "quality_check", "check", "fix",
        "chunk_retries",
        "batches", "size", "enough", "env");

    private static readonly YamlKeys CommandKeys = YamlKeys.Of("a command", "command", "timeout");

    private static readonly YamlKeys ChunkKeys = YamlKeys.Of("a chunk", "size");

    private static readonly ImmutableArray<(string Word, MainMode Value)> Modes =
    [
        ("normal", MainMode.Normal), ("background", MainMode.Background), ("chunked", MainMode.Chunked),
        ("streaming", MainMode.Streaming),
    ];

    private static readonly ImmutableArray<(string Word, WorkedBy Value)> Workers =
        [("agent", WorkedBy.Agent), ("script", WorkedBy.Script)];

    /// <summary>Keys that mean something in one mode only.</summary>
    private static readonly ImmutableArray<(string Key, MainMode Mode)> KeysOfModes =
    [
        ("max_time", MainMode.Background), ("ready", MainMode.Background),
        ("chunks", MainMode.Chunked), ("checkpoint_every", MainMode.Chunked), ("quality_check", MainMode.Chunked),
        ("check", MainMode.Chunked),
        ("fix", MainMode.Chunked), ("chunk_retries", MainMode.Chunked),
        ("batches", MainMode.Streaming), ("size", MainMode.Streaming), ("enough", MainMode.Streaming),
    ];

    public static MainDefinition Read(YamlNode node, DiagnosticBag bag)
    {
        if (YamlFields.Open(node, "'main'", Keys, bag) is not { } fields)
        {
            return MainDefinition.Silent;
        }

        var mode = Modal(fields);
        var main = new MainDefinition
        {
            Agent = Text(fields, "agent"),
            Skills = Texts(fields, "skills"),
            Model = Text(fields, "model"),
            Objective = Text(fields, "objective"),
            Script = Script(fields),
            Command = Text(fields, "command"),
            RunBy = Given(fields, "run_by") ? fields.Choice("run_by", Workers) : null,
            Test = Command(fields, "test"),
            Timeout = Given(fields, "timeout") ? Seconds.Read(fields, "timeout") : null,
            MaxTime = Given(fields, "max_time") ? Seconds.Read(fields, "max_time") : null,
            Ready = Given(fields, "ready") ? MonitorsReader.Pattern(fields, "ready") : null,
            SuccessCriteria = Texts(fields, "success_criteria"),
            Outputs = Outputs(fields),
            Mode = mode,
            Env = Given(fields, "env") ? fields.TextMap("env") : ImmutableSortedDictionary<string, string>.Empty,
            Where = fields.Place,
        };
        Exclusive(fields, "script", "command");
        Exclusive(fields, "quality_check", "check");
        return mode switch
        {
            MainMode.Chunked => Chunked(fields, main),
            MainMode.Streaming => Streaming(fields, main),
            _ => main,
        };
    }

    /// <summary>The mode as written; without one, keys that only one mode has say it.</summary>
    private static MainMode Modal(YamlFields fields)
    {
        var mode = Given(fields, "mode")
            ? fields.Choice("mode", Modes)
            : Given(fields, "chunks") ? MainMode.Chunked
                : Given(fields, "batches") ? MainMode.Streaming : MainMode.Normal;
        if (mode is null)
        {
            return MainMode.Normal;
        }

        foreach (var (key, of) in KeysOfModes)
        {
            if (fields.Has(key) && of != mode)
            {
                fields.Bag.Warning(
                    StepsCodes.KeyWithoutEffect, fields.KeyPlace(key),
                    $"'{key}' has no effect in the mode '{Word(mode.Value)}'.",
                    $"It belongs to the mode '{Word(of)}'.", $"Write 'mode: {Word(of)}', or remove it.");
            }
        }

        return mode.Value;
    }

    private static MainDefinition Chunked(YamlFields fields, MainDefinition main)
    {
        var sizes = ImmutableArray.CreateBuilder<long>();
        ImmutableArray<YamlNode> items = fields.Node("chunks") is YamlNode.List list ? list.Items : [];
        foreach (var item in items)
        {
            // '- size: 100', or the bare number.
            var (node, name) = item is YamlNode.Scalar
                ? (item, "a chunk")
                : (YamlFields.Open(item, "a chunk", ChunkKeys, fields.Bag)?.Node("size"), "'size'");
            if (node is not null && YamlShapes.Integer(node, name, 1, int.MaxValue, fields.Bag) is { } count)
            {
                sizes.Add(count);
            }
        }

        main = main with
        {
            Chunks = sizes.ToImmutable(),
            CheckpointEvery = Given(fields, "checkpoint_every")
                ? fields.Integer("checkpoint_every", 1, int.MaxValue) : null,
            QualityCheck = Command(fields, "quality_check") ?? Command(fields, "check"),
            Fix = Command(fields, "fix"),
            ChunkRetries = Given(fields, "chunk_retries") ? fields.Integer("chunk_retries", 0, 100) : null,
        };
        if (sizes.Count == items.Length
            && new ChunkPlan(main.Chunks, main.CheckpointEvery, RetryPolicy.None).Problem() is { } problem)
        {
            fields.Bag.Error(
                StepsCodes.BadChunks, fields.PlaceOf("chunks"), problem,
                "The chunked mode does its items in chunks of given sizes.",
                "Write 'chunks:' with a list of '- size: 100' lines.");
        }

        return main;
    }

    private static MainDefinition Streaming(YamlFields fields, MainDefinition main)
    {
        var batches = Given(fields, "batches") ? fields.Integer("batches", 1, 1000) : null;
        if (!Given(fields, "batches"))
        {
            fields.Bag.Error(
                StepsCodes.BadChunks, fields.Place, "The streaming mode has no 'batches'.",
                "It does at most so many batches.", "Add 'batches: 10'.");
        }

        return main with
        {
            Batches = batches ?? 1,
            BatchSize = (Given(fields, "size") ? fields.Integer("size", 1, int.MaxValue) : null) ?? 1,
            Enough = Command(fields, "enough"),
        };
    }

    private static string? Script(YamlFields fields)
    {
        if (Text(fields, "script") is not { } script)
        {
            return null;
        }

        var file = script.Split((char[]?)null, 2)[0];
        if (PathText.IsInside(file))
        {
            return script;
        }

        Unsafe(fields, fields.PlaceOf("script"), "script", file);
        return null;
    }

    private static ImmutableArray<string> Outputs(YamlFields fields)
    {
        if (!Given(fields, "outputs"))
        {
            return [];
        }

        var outputs = fields.PlacedTexts("outputs");
        foreach (var (text, place) in outputs.Where(o => !PathText.IsInside(o.Text)))
        {
            Unsafe(fields, place, "outputs", text);
        }

        return [.. outputs.Select(o => o.Text)];
    }

    private static void Unsafe(YamlFields fields, Place place, string key, string path) =>
        fields.Bag.Error(
            StepsCodes.UnsafePath, place, $"'{key}' names '{Excerpt.Of(path)}'.",
            "Paths lie inside the project, relative to its root, without '..'.",
            "Write a path that starts at the project root.");

    /// <summary>A command under a key: one text, or a map of command and timeout.</summary>
    private static TimedCommand? Command(YamlFields fields, string key)
    {
        switch (fields.Node(key))
        {
            case null or { IsEmpty: true }:
                return null;
            case YamlNode.Map map:
                var inner = YamlFields.Open(map, $"'{key}'", CommandKeys, fields.Bag);
                var command = inner?.Required("command", $"'{key}'", "Add 'command: …'.");
                return command is null
                    ? null
                    : new TimedCommand(command.Trim(),
                        Given(inner!, "timeout") ? Seconds.Read(inner!, "timeout") : null, map.Place);
            case var node:
                return fields.Filled(key) is { } text ? new TimedCommand(text.Trim(), null, node.Place) : null;
        }
    }

    private static void Exclusive(YamlFields fields, string first, string second)
    {
        if (Given(fields, first) && Given(fields, second))
        {
            fields.Bag.Error(
                TextCodes.KeysClash, fields.KeyPlace(second), $"'main' has both '{first}' and '{second}'.",
                "One of them is what counts.",
                "Remove one.");
        }
    }

    private static string Word(MainMode mode) => Modes.First(m => m.Value == mode).Word;

    private static string? Text(YamlFields fields, string key) =>
        Given(fields, key) ? fields.Filled(key)?.Trim() : null;

    private static ImmutableArray<string> Texts(YamlFields fields, string key) =>
        Given(fields, key) ? fields.Texts(key) : [];

    private static bool Given(YamlFields fields, string key) => fields.Node(key) is { IsEmpty: false };
}
