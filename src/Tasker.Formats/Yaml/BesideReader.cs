using System.Collections.Immutable;
using Tasker.Core.Workflows;
using Tasker.Formats.Text;

namespace Tasker.Formats.Yaml;

/// <summary>What a step has beside its command: <c>background</c>, <c>monitors</c>, <c>outputs</c>.</summary>
internal static class BesideReader
{
    private static readonly TimeSpan UsualInterval = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan UsualLimit = TimeSpan.FromSeconds(30);

    /// <summary><c>background: true</c>, or a map that says more; null when the step runs in the foreground.</summary>
    public static BackgroundSpec? Background(YamlFields step)
    {
        switch (step.Node("background"))
        {
            case null:
                return null;
            case YamlNode.Map:
                break;
            default:
                return step.Truth("background") is true ? new BackgroundSpec() : null;
        }

        var fields = step.Fields("background", WorkflowKeys.Background)!;
        if (fields.Has("within") && !fields.Has("ready"))
        {
            step.Bag.Error(
                TextCodes.KeysClash, fields.KeyPlace("within"), "'within' stands here without 'ready'.",
                "It is the time in which the step must be ready.", "Add 'ready' with a pattern of the line that says so.");
        }

        return new BackgroundSpec(
            fields.Choice<BackgroundEnd>("at-end", [("wait", BackgroundEnd.Wait), ("stop", BackgroundEnd.Stop)]) ?? BackgroundEnd.Wait,
            Patterns.Read(fields, "ready"),
            fields.Duration("within"));
    }

    /// <summary>Monitors in the order of the file. They run in the surroundings of the step's command.</summary>
    public static ImmutableArray<MonitorSpec> Monitors(YamlFields step, CommandSpec surroundings, FileScope file)
    {
        var monitors = ImmutableArray.CreateBuilder<MonitorSpec>();
        foreach (var entry in step.Entries("monitors"))
        {
            var name = $"The monitor '{Excerpt.Of(entry.Name)}'";
            Names.Check(entry.Name, "a monitor", entry.Key.Place, step.Bag);
            if (YamlFields.Open(entry.Value, name, WorkflowKeys.Monitor, step.Bag) is not { } fields)
            {
                continue;
            }

            if (!fields.Has("run") && !fields.HasUnknownKeys)
            {
                step.Bag.Error(
                    TextCodes.MissingKey, fields.Place, $"{name} has no 'run'.", "It needs one.", "Write the command that looks.");
            }

            var command = fields.Node("run") is { } run ? CommandReader.Read(run, "'run'", file) : null;
            var spec = new MonitorSpec(
                entry.Name,
                (command ?? CommandSpec.Shell("true")) with
                {
                    Env = surroundings.Env,
                    PassEnv = surroundings.PassEnv,
                    WorkingDirectory = surroundings.WorkingDirectory,
                },
                fields.Duration("every") ?? UsualInterval,
                Patterns.Read(fields, "alert-on"),
                fields.Integer("alert-on-exit", 0, 255),
                fields.Duration("timeout") ?? UsualLimit);
            monitors.Add(spec);
        }

        return monitors.ToImmutable();
    }

    /// <summary>Outputs in the order of the file.</summary>
    public static ImmutableArray<OutputSpec> Outputs(YamlFields step, FileScope file)
    {
        var outputs = ImmutableArray.CreateBuilder<OutputSpec>();
        foreach (var entry in step.Entries("outputs"))
        {
            Names.Check(entry.Name, "an output", entry.Key.Place, step.Bag);
            if (Output(entry, file) is { } output)
            {
                outputs.Add(output);
            }
        }

        return outputs.ToImmutable();
    }

    private static OutputSpec? Output(YamlEntry entry, FileScope file)
    {
        var name = $"The output '{Excerpt.Of(entry.Name)}'";
        if (entry.Value is YamlNode.Scalar)
        {
            return FileOutput(entry.Name, entry.Value, name, file);
        }

        if (YamlFields.Open(entry.Value, name, WorkflowKeys.Output, file.Bag) is not { } fields)
        {
            return null;
        }

        switch (fields.Names.ToArray())
        {
            case ["file"]:
                return FileOutput(entry.Name, fields.Node("file")!, "'file'", file);
            case [var kind]:
                if (fields.Truth(kind) is false)
                {
                    file.Bag.Error(TextCodes.NotAChoice, fields.PlaceOf(kind), $"'{kind}' is false.", "It can be true.",
                        "Write 'true', or remove the output.");
                }

                return new OutputSpec(entry.Name, kind == "stdout" ? OutputKind.Stdout : OutputKind.Reported);
            case [] when fields.HasUnknownKeys:
                return null;
            default:
                file.Bag.Error(
                    TextCodes.KeysClash, fields.Place, $"{name} says {(fields.Names.Any() ? "twice" : "not")} where it comes from.",
                    "It is a file, standard output, or reported by the step.",
                    "Write one of 'file: PATH', 'stdout: true' and 'reported: true'.");
                return null;
        }
    }

    private static OutputSpec? FileOutput(string name, YamlNode node, string shown, FileScope file)
    {
        if (YamlShapes.Filled(node, shown, file.Bag) is null || file.Texts.Template(node, shown) is not { } path)
        {
            return null;
        }

        if (!path.StartsWith('/') && !path.Replace('\\', '/').Split('/').Contains(".."))
        {
            return new OutputSpec(name, OutputKind.File, path);
        }

        file.Bag.Error(
            WorkflowCodes.BadPath, node.Place, $"{shown} is {node.Shown}.", "It is a path below the working directory.",
            "Write it without '/' before it and without '..'.");
        return null;
    }
}
