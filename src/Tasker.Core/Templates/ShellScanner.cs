using System.Collections.Immutable;
using System.Text;
using Tasker.Core.Diagnostics;

namespace Tasker.Core.Templates;

/// <summary>
/// Follows the quoting of a shell script as far as needed to put references to variables where templates stand. Where shells differ or the
/// scanner cannot be sure, a later template is refused; what is written for one is only ever a reference, so a mistake could
/// cost a quote and never run a value.
/// </summary>
internal sealed partial class ShellScanner(string text, ImmutableArray<ShellMark> marks, Func<int, Place> placeOf)
{
    private const int MaxDepth = 100;

    private static readonly string[] Evaluating =
        ["eval", "let", "trap", "unset", "declare", "typeset", "alias"];

    private static readonly string[] Leading =
        ["if", "then", "else", "elif", "while", "until", "do", "!", "{", "time", "command", "builtin", "exec"];

    private readonly StringBuilder _script = new();
    private readonly List<ShellFrame> _frames = [new(ShellContext.Plain)];
    private readonly Queue<ShellHereDocument> _announced = new();
    private readonly ImmutableArray<ShellVariable>.Builder _variables = ImmutableArray.CreateBuilder<ShellVariable>();
    private readonly ImmutableArray<Diagnostic>.Builder _found = ImmutableArray.CreateBuilder<Diagnostic>();
    private int _at;
    private int _mark;
    private int _escaped = -1;

    /// <summary>After what shells read in different ways; null while all is clear.</summary>
    private string? _unclear;

    private ShellFrame Top => _frames[^1];

    public ParseResult<ShellLine> Scan()
    {
        while (_at < text.Length)
        {
            if (IsTemplate(_at))
            {
                Template(marks[_mark++]);
                _at++;
                continue;
            }

            switch (Top.Context)
            {
                case ShellContext.Double:
                case ShellContext.Braces:
                    Text();
                    break;
                case ShellContext.Single:
                    Copy(text[_at] == '\'' ? Pop() : 1);
                    break;
                case ShellContext.Ansi:
                    Ansi();
                    break;
                case ShellContext.Comment:
                    Comment();
                    break;
                case ShellContext.Arithmetic:
                    Arithmetic();
                    break;
                case ShellContext.HereDocument:
                    HereDocument(Top.End!);
                    break;
                default:
                    Commands();
                    break;
            }
        }

        return new ParseResult<ShellLine>(
            _found.Count > 0 ? null : new ShellLine(_script.ToString(), _variables.ToImmutable()), _found.ToImmutable());
    }

    private void Template(ShellMark mark)
    {
        var holder = Holder();
        if (Top.Context is ShellContext.Comment)
        {
            return; // Nobody reads it.
        }

        if (Refusal(holder) is { } refusal)
        {
            _found.Add(new Diagnostic(
                "TSK1011", Severity.Error, placeOf(mark.Offset), $"A template stands {refusal.Where}.", refusal.Why, refusal.Fix));
            return;
        }

        var variable = new ShellVariable($"TASKER_V{_variables.Count + 1}", mark.Expression);
        _variables.Add(variable);
        var reference = $"${{{variable.Name}}}";
        _script.Append(Top.Context switch
        {
            ShellContext.Double or ShellContext.HereDocument => reference,
            ShellContext.Single => $"'\"{reference}\"'",
            _ => $"\"{reference}\"",
        });
        Top.AtLine = false;
        NameEnds();
    }

    /// <summary>What the quotes around the next character stand in: commands, a here-document, braces or arithmetic.</summary>
    private ShellFrame Holder()
    {
        var level = _frames.Count - 1;
        while (_frames[level].Context is ShellContext.Double or ShellContext.Single or ShellContext.Ansi or ShellContext.Comment
            or ShellContext.Parentheses && level > 0)
        {
            level--;
        }

        return _frames[level];
    }

    private (string Where, string Why, string Fix)? Refusal(ShellFrame holder)
    {
        const string Assign = "Assign it first, as in v=${{ … }}, and write \"$v\" here.";
        var commands = _frames.FindLast(f => f.HoldsCommands)!;
        return holder.Context switch
        {
            ShellContext.Arithmetic =>
                ("in shell arithmetic", "Some shells run code in a value there.", "Calculate in the template: ${{ inputs.n + 1 }}."),
            ShellContext.Brackets => ("between [[ and ]]", "Some shells run code in a value there.", "Write [ … ]."),
            ShellContext.Braces => ("between ${ and }", "Quotes mean different things there in different shells.", Assign),
            ShellContext.HereDocument when holder.End!.Verbatim =>
                ("in a here-document with a quoted end", "The shell replaces nothing there.",
                "Write the end without quotes, or the text to a file of its own."),
            _ when Top.Context is ShellContext.Ansi => ("between $' and '", "Shells read that in different ways.", Assign),
            _ when _escaped == _at => ("after a backslash", "It would take away the meaning of what follows.",
                "Remove the backslash, or double it."),
            _ when holder.HoldsCommands && Evaluating.Contains(commands.Command, StringComparer.Ordinal) =>
                ($"in the arguments of {commands.Command}",
                "It reads them as code.", "Call the command itself, or hand the value over in the environment."),
            _ when _unclear is not null => ($"after {_unclear}", "From there on shells read quotes in different ways.",
                "Move it to a line of its own before that, as in v=${{ … }}, and write \"$v\" here."),
            _ => null,
        };
    }

    private void Commands()
    {
        var c = text[_at];
        switch (c)
        {
            case '\\':
                Backslash();
                break;
            case '\'':
                Push(ShellContext.Single, 1);
                break;
            case '"':
                Push(ShellContext.Double, 1);
                break;
            case '`':
                Backtick();
                break;
            case '$':
                Dollar();
                break;
            case '(' when Next('('):
                Push(ShellContext.Arithmetic, 2);
                break;
            case '(':
                Push(ShellContext.Parentheses, 1);
                break;
            case ')':
                var closed = Top.Context is ShellContext.Parentheses or ShellContext.Substitution ? Top.Context : ShellContext.Plain;
                Copy(closed is ShellContext.Plain ? 1 : Pop());
                CommandEnds(closed is not ShellContext.Substitution);
                break;
            case '<' when Next('<'):
                AnnounceHereDocument();
                break;
            case '#' when Top.AtWord:
                Push(ShellContext.Comment, 1);
                break;
            case '\n':
                Copy(1);
                CommandEnds(true);
                if (_announced.TryDequeue(out var document))
                {
                    _frames.Add(new ShellFrame(ShellContext.HereDocument) { End = document });
                }

                break;
            case ';' or '&' or '|':
                Copy(1);
                CommandEnds(true);
                break;
            case ' ' or '\t' or '<' or '>':
                Copy(1);
                Top.AtWord = true;
                break;
            default:
                Word();
                break;
        }
    }

    private void Word()
    {
        var length = 1;
        if (Top.AtWord)
        {
            while (_at + length < text.Length && !IsTemplate(_at + length) && !" \t\n;&|<>()'\"`$\\".Contains(text[_at + length]))
            {
                length++;
            }

            var word = text.AsSpan(_at, length);
            if (Top.Context is ShellContext.Brackets && word is "]]")
            {
                Copy(length);
                Pop();
                NameEnds();
                return;
            }

            if (word is "[[" && Top.AtCommand)
            {
                Push(ShellContext.Brackets, length);
                return;
            }

            if (word is "case" && _frames.Exists(f => !f.HoldsCommands))
            {
                _unclear = "a case in a quoted $( )";
            }

            if (Top.AtCommand && !word.Contains('=') && !Leading.Contains(word.ToString(), StringComparer.Ordinal))
            {
                Top.Command = word.ToString();
                Top.AtCommand = false;
            }
        }

        Copy(length);
        Top.AtWord = false;
    }

    private void Dollar()
    {
        NameEnds();
        if (Next('(') && Next('(', 2))
        {
            Push(ShellContext.Arithmetic, 3);
        }
        else if (Next('('))
        {
            Push(ShellContext.Substitution, 2);
        }
        else if (Next('{'))
        {
            Push(ShellContext.Braces, 2);
        }
        else if (Next('\'') && Top.HoldsCommands)
        {
            Push(ShellContext.Ansi, 2);
        }
        else
        {
            _unclear = Next('[') ? "$[" : _unclear;
            Copy(1);
        }
    }

    private void Backtick()
    {
        if (Top.Context is ShellContext.Backtick)
        {
            Copy(Pop());
        }
        else if (_frames.Exists(f => f.Context is ShellContext.Backtick))
        {
            _unclear = "a backtick within quotes within backticks";
            Copy(1);
        }
        else
        {
            Push(ShellContext.Backtick, 1);
        }

        NameEnds();
    }

    private void Backslash()
    {
        if (_frames.Exists(f => f.Context is ShellContext.Backtick))
        {
            _unclear = "a backslash within backticks";
        }

        if (_at + 1 == text.Length || IsTemplate(_at + 1))
        {
            _escaped = _at + 1;
            Copy(1);
            return;
        }

        if (text[_at + 1] != '\n')
        {
            NameEnds();
        }

        Copy(2);
    }

    private void CommandEnds(bool nextIsWord)
    {
        Top.AtWord = nextIsWord;
        if (nextIsWord)
        {
            (Top.AtCommand, Top.Command) = (true, "");
        }
    }

    /// <summary>Something stands here that belongs to a word.</summary>
    private void NameEnds()
    {
        if (Top.HoldsCommands)
        {
            (Top.AtWord, Top.AtCommand) = (false, Top.AtCommand && !Top.AtWord);
        }
    }

    private void Push(ShellContext context, int length)
    {
        Copy(length);
        if (context is ShellContext.Single or ShellContext.Double or ShellContext.Ansi or ShellContext.Arithmetic)
        {
            NameEnds();
        }

        if (_frames.Count < MaxDepth)
        {
            _frames.Add(new ShellFrame(context));
        }
        else
        {
            _unclear = $"{MaxDepth} levels of nesting";
        }
    }

    /// <summary>Leaves the innermost context; 1, the length of the character that closes it.</summary>
    private int Pop()
    {
        if (_frames.Count > 1)
        {
            _frames.RemoveAt(_frames.Count - 1);
        }

        return 1;
    }

    /// <summary>Asked of the character here and of those after it up to the next template.</summary>
    private bool IsTemplate(int index) => _mark < marks.Length && marks[_mark].Index == index;

    private bool Next(char c, int ahead = 1) => _at + ahead < text.Length && text[_at + ahead] == c && !IsTemplate(_at + ahead);

    private void Copy(int length)
    {
        _script.Append(text, _at, length);
        _at += length;
    }
}
