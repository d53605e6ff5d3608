using System.Collections.Immutable;
using Tasker.Core.Workflows;
using Tasker.Formats.Text;

namespace Tasker.Formats.Yaml;

/// <summary>Commands: a text is a command line, a list is a program with its arguments.</summary>
internal static class CommandReader
{
    /// <summary>A command without its surroundings; null when it cannot be read, which is told.</summary>
    public static CommandSpec? Read(YamlNode node, string name, FileScope file)
    {
        if (node is not YamlNode.List list)
        {
            return YamlShapes.Filled(node, name, file.Bag) is not null && file.Texts.Template(node, name) is { } line
                ? CommandSpec.Shell(line)
                : null;
        }

        if (list.Items.IsEmpty)
        {
            file.Bag.Error(TextCodes.Empty, node.Place, $"{name} is an empty list.", "The first item is the program.", "Write a command.");
            return null;
        }

        var arguments = ImmutableArray.CreateBuilder<string>(list.Items.Length);
        foreach (var item in list.Items)
        {
            var first = arguments.Count == 0;
            var argument = first && YamlShapes.Filled(item, $"The program of {name}", file.Bag) is null
                ? null
                : file.Texts.Template(item, $"An argument of {name}");
            if (argument is null)
            {
                return null;
            }

            arguments.Add(argument);
        }

        return CommandSpec.Exec(arguments.ToImmutable());
    }

    /// <summary>The folder under <c>working-directory</c>; empty when the key is not there or is refused, which is told.</summary>
    public static string? Folder(YamlFields fields, ExpressionTexts texts)
    {
        if (fields.Node("working-directory") is not { } node || texts.Template(node, "'working-directory'") is not { } folder)
        {
            return null;
        }

        var clean = folder.Replace('\\', '/');
        if (!clean.StartsWith('/') && !clean.Contains(':', StringComparison.Ordinal) && !clean.Split('/').Contains(".."))
        {
            return clean is "." ? "" : folder;
        }

        fields.Bag.Error(
            WorkflowCodes.BadPath, node.Place, $"'working-directory' is {node.Shown}.", "It is a folder below the project root.",
            "Write the path from the root, without '/' before it and without '..'.");
        return null;
    }
}
