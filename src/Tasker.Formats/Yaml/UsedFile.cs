using System.Collections.Immutable;
using Tasker.Core.Diagnostics;
using Tasker.Core.Workflows;
using Tasker.Formats.Text;

namespace Tasker.Formats.Yaml;

/// <summary><c>uses: ./lib/build.yaml</c>: the steps of another workflow file as a group, its inputs from <c>with</c>.</summary>
internal static class UsedFile
{
    private const int DeepestUse = 8;
    private const string NoMaps = "A used file can be given texts, numbers, truth values, lists of these, or one expression.";

    /// <summary>True for a path, false for the name of a registered type.</summary>
    public static bool IsPath(string text) =>
        text.Contains('/', StringComparison.Ordinal) || text.Contains('\\', StringComparison.Ordinal)
        || text.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || text.EndsWith(".yml", StringComparison.OrdinalIgnoreCase);

    /// <summary>The group; null when the file cannot be used, which is told.</summary>
    public static GroupSpec? Read(string id, YamlFields step, FileScope file)
    {
        var at = step.PlaceOf("uses");
        if (step.Filled("uses") is not { } written || Target(written, file.Path) is not { } path)
        {
            step.Bag.Error(
                WorkflowCodes.FileNotUsable, at, $"'uses' is {step.Node("uses")!.Shown}, which leads out of the project.",
                "A file is named from the folder of this file, inside the project root.", "Correct the path.");
            return null;
        }

        if (file.Chain.Contains(path) || file.Chain.Length > DeepestUse)
        {
            var circle = file.Chain.Contains(path);
            step.Bag.Error(
                WorkflowCodes.UsesTooDeep, at,
                circle
                    ? $"'{Excerpt.Of(path)}' uses itself: {string.Join(" -> ", file.Chain)} -> {path}."
                    : "Files use one another too deeply.",
                circle ? "A workflow without end cannot be run." : $"{DeepestUse} levels are the most.", "Remove one of the uses.");
            return null;
        }

        if (file.Reading.Tree(path, at) is not { } root || FileReader.Open(path, root, file.Bag) is not { } fields)
        {
            return null;
        }

        var given = Arguments(step, fields, path, file);
        var texts = new ExpressionTexts(file.Reading, given);
        FileReader.Pools(fields, file.Reading);
        var used = new FileScope
        {
            Reading = file.Reading,
            Path = path,
            GroupId = id,
            Chain = file.Chain.Add(path),
            Texts = texts,
            Defaults = FileReader.Defaults(fields, texts),
            Env = file.Env.SetItems(EnvReader.Read(fields, texts)),
            RunPools = RunPools(fields, id, file),
        };
        return FileReader.Group(fields, used);
    }

    /// <summary>The limits that hold for the steps of the used file: those of the using files, and its own <c>max-parallel</c>.</summary>
    private static ImmutableArray<string> RunPools(YamlFields fields, string id, FileScope file)
    {
        if (fields.Integer("max-parallel", 1, 1_000_000) is not { } most)
        {
            return file.RunPools;
        }

        var own = $"{YamlWorkflowReader.RunPool}/{id}"; // No file can give a pool a name with a slash.
        file.Reading.AddPool(own, most);
        return file.RunPools.Add(own);
    }

    /// <summary>The file from the project root, with <c>/</c>; null when it leads out of it.</summary>
    private static string? Target(string written, string from)
    {
        var text = written.Replace('\\', '/');
        if (text.StartsWith('/') || text.Contains(':', StringComparison.Ordinal) || text.Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        var parts = new List<string>(from.Replace('\\', '/').Split('/')[..^1]);
        foreach (var part in text.Split('/'))
        {
            switch (part)
            {
                case "" or ".":
                    break;
                case ".." when parts.Count == 0:
                    return null;
                case "..":
                    parts.RemoveAt(parts.Count - 1);
                    break;
                default:
                    parts.Add(part);
                    break;
            }
        }

        return string.Join('/', parts.Where(part => part is not ("" or ".")));
    }

    /// <summary>An expression for each input of the used file.</summary>
    private static ImmutableDictionary<string, string> Arguments(YamlFields step, YamlFields used, string path, FileScope file)
    {
        var given = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var inputs = InputsReader.Read(used);
        var with = step.Entries("with");
        foreach (var entry in with)
        {
            if (inputs.FirstOrDefault(input => input.Name == entry.Name) is not { } input)
            {
                file.Bag.Error(
                    WorkflowCodes.BadWith, entry.Key.Place, $"'{Excerpt.Of(path)}' has no input '{Excerpt.Of(entry.Name)}'.",
                    inputs.IsEmpty ? "It has no inputs." : $"It has {string.Join(", ", inputs.Select(i => i.Name))}.",
                    Suggestions.DidYouMean(entry.Name, inputs.Select(i => i.Name), "Remove it."));
                continue;
            }

            var dynamic = entry.Value is YamlNode.Scalar scalar && scalar.Text.Contains("${{", StringComparison.Ordinal);
            var text = dynamic || input.Type is InputType.Any
                ? file.Texts.Argument(entry.Value, $"'{Excerpt.Of(entry.Name)}'", NoMaps)
                : InputsReader.ValueOf(entry.Value, input.Type, $"'{Excerpt.Of(entry.Name)}'", step) is { } value
                    ? ExpressionTexts.Literal(value) ?? file.Texts.Argument(entry.Value, $"'{Excerpt.Of(entry.Name)}'", NoMaps)
                    : null;
            given[entry.Name] = text ?? "null";
        }

        foreach (var input in inputs.Where(input => !given.ContainsKey(input.Name)))
        {
            if (input.Required)
            {
                file.Bag.Error(
                    WorkflowCodes.BadWith, step.PlaceOf("uses"), $"'{Excerpt.Of(path)}' is not given '{input.Name}'.",
                    "It requires this input.", $"Add it under 'with', such as 'with: {{ {input.Name}: … }}'.");
            }

            if (ExpressionTexts.Literal(input.Default) is not { } literal)
            {
                file.Bag.Error(
                    WorkflowCodes.BadWith, step.PlaceOf("uses"), $"The default of '{input.Name}' in '{Excerpt.Of(path)}' is a map.",
                    NoMaps, $"Give it under 'with', such as '{input.Name}: ${{{{ inputs.{input.Name} }}}}'.");
            }

            given[input.Name] = ExpressionTexts.Literal(input.Default) ?? "null";
        }

        return given.ToImmutable();
    }
}
