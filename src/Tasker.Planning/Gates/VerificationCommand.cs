using Tasker.Planning.Documents;

namespace Tasker.Planning.Gates;

/// <summary>Commands that verify criteria: the tools that they may begin with, and whether a shell could read them.</summary>
internal static class VerificationCommand
{
    /// <summary>The first words that a command may have.</summary>
    public static IReadOnlyList<string> Tools { get; } =
    [
        "pytest", "python", "python3", "uv", "bash", "sh", "grep", "test", "curl", "npm", "npx", "make", "go", "ruff", "cargo", "node", "yarn", "pnpm", "deno", "bun",
        "dotnet", "mvn", "gradle", "./gradlew", "./mvnw", "php", "ruby", "bundle", "rake", "mix", "swift", "git", "jq", "tasker",
    ];

    /// <summary>True when the command begins with a tool as a whole word: gopher is not go.</summary>
    public static bool BeginsWithTool(string command)
    {
        var trimmed = command.AsSpan().TrimStart();
        var end = trimmed.IndexOfAny(" \t\r\n");
        var word = end < 0 ? trimmed : trimmed[..end];
        foreach (var tool in Tools)
        {
            if (word.SequenceEqual(tool))
            {
                return true;
            }
        }

        return word.StartsWith("./") && word.Length > 2;
    }

    /// <summary>What is wrong with the commands of a task, for a POSIX shell.</summary>
    public static IReadOnlyList<string> Problems(TaskDefinition task)
    {
        var problems = new List<string>();
        var criteria = task.AcceptanceCriteria;
        for (var at = 0; at < criteria.Count; at++)
        {
            var command = criteria[at].Text("verification") ?? "";
            if (string.IsNullOrWhiteSpace(command))
            {
                problems.Add($"criterion {at + 1}: there is no verification command");
            }
            else if (Unclosed(command) is { } mark)
            {
                problems.Add($"criterion {at + 1}: a {mark} is never closed in: {command}");
            }
        }

        return problems;
    }

    /// <summary>The quotation mark that is open at the end; "backslash" for one at the very end; null for none.</summary>
    private static string? Unclosed(string command)
    {
        var quote = '\0';
        for (var at = 0; at < command.Length; at++)
        {
            var c = command[at];
            if (c == '\\' && quote != '\'')
            {
                if (++at == command.Length)
                {
                    return "backslash";
                }
            }
            else if (quote == '\0' && (c is '\'' or '"'))
            {
                quote = c;
            }
            else if (c == quote && quote != '\0')
            {
                quote = '\0';
            }
            else if (c == '#' && quote == '\0' && (at == 0 || char.IsWhiteSpace(command[at - 1])))
            {
                at = command.IndexOf('\n', at) is >= 0 and var end ? end : command.Length;
            }
        }

        return quote switch { '\'' => "single quote", '"' => "double quote", _ => null };
    }
}
