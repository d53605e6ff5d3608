using System.Collections.Immutable;

namespace Tasker.Core.Templates;

/// <summary>Tells command lines that can be executed directly from those that need a shell.</summary>
/// <remarks>
/// A line is plain when it is one command of words, quotes and backslashes that every <c>sh</c> would split in the same way and that names
/// a program, not a builtin or keyword. In doubt it needs a shell. A plain line still may name a script without a
/// <c>#!</c> line, which the operating system refuses to execute and a shell runs: whoever executes it falls back to
/// <c>sh -c</c> on that one error.
/// </remarks>
public static class CommandLine
{
    /// <summary>Builtins and keywords of common shells that are no programs, or are programs that differ from the builtin.</summary>
    private static readonly HashSet<string> ShellWords = new(StringComparer.Ordinal)
    {
        "!", ".", ":", "[", "[[", "{", "}", "alias", "bg", "bind", "break", "builtin", "caller", "case", "cd", "chdir", "command",
        "compgen",
        "complete", "compopt", "continue", "coproc", "declare", "dirs", "disown", "do", "done", "elif", "else", "enable", "esac", "eval",
        "exec", "exit", "export", "fc", "fg", "fi", "for", "function", "getopts", "hash", "help", "history", "if", "in", "jobs", "kill",
        "let", "local", "logout", "mapfile", "popd", "printf", "pushd", "pwd", "read", "readarray", "readonly", "return", "select", "set",
        "shift", "shopt", "source", "suspend", "test", "then", "time", "times", "trap", "type", "typeset", "ulimit", "umask", "unalias",
        "unset", "until", "wait", "while",
    };

    /// <summary>The program and its arguments when the line is plain; null when it needs a shell. Templates are not looked for.</summary>
    public static ImmutableArray<string>? Split(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return Split([new TemplatePart(line, null, 0)]) is { } words ? [.. words.Select(w => w.Text)] : null;
    }

    /// <summary>
    /// The program and its arguments when the line is plain; null when it needs a shell, see <see cref="ShellLine"/>. Each template
    /// fills in part of one argument, whatever its value; the program itself is always written out.
    /// </summary>
    public static ImmutableArray<Template>? Split(Template line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return Split(line.Parts);
    }

    private static ImmutableArray<Template>? Split(ImmutableArray<TemplatePart> parts)
    {
        var splitter = new WordSplitter();
        foreach (var part in parts)
        {
            if (part.Expression is not null)
            {
                splitter.Add(part);
            }
            else
            {
                splitter.Add(part.Literal);
            }
        }

        return splitter.End() is { } words && IsProgram(words) ? words : null;
    }

    private static bool IsProgram(ImmutableArray<Template> words)
    {
        if (words.IsEmpty || !words[0].IsConstant)
        {
            return false;
        }

        var program = words[0].Text;
        if (program.Length == 0 || program[0] is '%' or '-' || program.Contains('=', StringComparison.Ordinal)
            || ShellWords.Contains(program))
        {
            return false;
        }

        // The builtin echo and the program differ on options and backslashes.
        return program != "echo"
            || words.Skip(1).All(w => w.IsConstant && !w.Text.StartsWith('-') && !w.Text.Contains('\\', StringComparison.Ordinal));
    }
}
