using System.Buffers;
using System.Collections.Immutable;
using Tasker.Core.Workflows;

namespace Tasker.Formats.Steps.Translation;

/// <summary>How a script or command line is run, and how it is tried without doing its work.</summary>
/// <param name="Command">Runs it.</param>
/// <param name="Test">Tries it: checks its syntax, or that its program is there. Never executes it.</param>
/// <param name="IsWeakTest">True when the test says little: the kind of script is not known.</param>
internal sealed record ScriptCommand(CommandSpec Command, CommandSpec Test, bool IsWeakTest)
{
    private const string ProgramTest =
        "command -v -- \"$1\" >/dev/null 2>&1 || { echo \"tasker: the program '$1' is not found\" >&2; exit 1; }";

    private const string FileTest = "test -e \"$1\" || { echo \"tasker: the file '$1' is not there\" >&2; exit 1; }";

    private const string PythonTest = "import sys; compile(open(sys.argv[1], 'rb').read(), sys.argv[1], 'exec')";

    /// <summary>Signs that only a shell understands.</summary>
    private static readonly SearchValues<char> ShellSigns = SearchValues.Create("|&;<>()$`\\\"'*?[]#~=%{}!\n");

    /// <summary>A script of the project with perhaps arguments: <c>train.py --fast</c>.</summary>
    public static ScriptCommand OfScript(string script, string python)
    {
        var file = script.Split((char[]?)null, 2)[0];
        var program = Path.GetExtension(file).ToLowerInvariant() switch
        {
            ".py" => python,
            ".sh" => "sh",
            ".bash" => "bash",
            ".js" or ".mjs" or ".cjs" => "node",
            ".rb" => "ruby",
            ".pl" => "perl",
            _ => null,
        };
        if (program is not null)
        {
            return new ScriptCommand(Run($"{program} {script}"), SyntaxTest(program, file) ?? FileExists(file),
                SyntaxTest(program, file) is null);
        }

        var path = file.Contains('/') ? script : "./" + script;
        return new ScriptCommand(Run(path), FileExists(file), IsWeakTest: true);
    }

    /// <summary>A command line as people type it. A lone script name is run as a script.</summary>
    public static ScriptCommand OfCommand(string line, string python)
    {
        var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (line.AsSpan().ContainsAny(ShellSigns))
        {
            // More than a program with its arguments: the shell reads all of it and executes none of it.
            return new ScriptCommand(Run(line), CommandSpec.Exec("sh", "-n", "-c", Texts.Literal(line)),
                IsWeakTest: false);
        }

        if (words is [var lone] && Path.HasExtension(lone) && !lone.StartsWith('/') && KnownScript(lone))
        {
            return OfScript(lone, python);
        }

        var test = words is [var program, var file, ..] && KnownScript(file) ? SyntaxTest(program, file) : null;
        var isThere = CommandSpec.Exec("sh", "-c", ProgramTest, "tasker-test", Texts.Literal(words[0]));
        return new ScriptCommand(Run(line), test ?? isThere, IsWeakTest: false);
    }

    /// <summary>
    /// Checks the syntax of a script without executing any of it or writing a file; null when there is no such way.
    /// </summary>
    private static CommandSpec? SyntaxTest(string program, string file)
    {
        var name = program[(program.LastIndexOf('/') + 1)..];
        ImmutableArray<string> arguments = name switch
        {
            "sh" or "bash" or "dash" or "zsh" or "ksh" => [program, "-n", file],
            "node" => [program, "--check", file],
            "ruby" => [program, "-c", file],
            _ when name.StartsWith("python", StringComparison.Ordinal) => [program, "-c", PythonTest, file],
            _ => [],
        };
        return arguments.IsEmpty ? null : CommandSpec.Exec([.. arguments.Select(Texts.Literal)]);
    }

    private static bool KnownScript(string file) =>
        Path.GetExtension(file) is ".py" or ".sh" or ".bash" or ".js" or ".mjs" or ".cjs" or ".rb" or ".pl";

    private static CommandSpec FileExists(string file) =>
        CommandSpec.Exec("sh", "-c", FileTest, "tasker-test", Texts.Literal(file));

    private static CommandSpec Run(string line) => CommandSpec.Shell(Texts.Literal(line));
}
