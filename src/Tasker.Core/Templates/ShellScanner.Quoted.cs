using System.Text;

namespace Tasker.Core.Templates;

/// <summary>What stands inside quotes, braces, comments and here-documents.</summary>
internal sealed partial class ShellScanner
{
    /// <summary>Double quotes and <c>${ }</c>.</summary>
    private void Text()
    {
        var inBraces = Top.Context is ShellContext.Braces;
        switch (text[_at])
        {
            case '\\':
                Backslash();
                break;
            case '"' when !inBraces:
            case '}' when inBraces:
                Copy(Pop());
                break;
            case '"':
                Push(ShellContext.Double, 1);
                break;
            case '\'' when inBraces && _frames.Exists(f => f.Context is ShellContext.Double or ShellContext.HereDocument):
                _unclear = "a single quote in a quoted ${ }";
                Copy(1);
                break;
            case '\'' when inBraces:
                Push(ShellContext.Single, 1);
                break;
            case '`':
                Backtick();
                break;
            case '$':
                Dollar();
                break;
            default:
                Copy(1);
                break;
        }
    }

    private void Ansi()
    {
        if (text[_at] == '\\')
        {
            _unclear = "a backslash in $' '";
            Backslash();
        }
        else
        {
            Copy(text[_at] == '\'' ? Pop() : 1);
        }
    }

    private void Comment()
    {
        var ends = text[_at] == '\n' || (text[_at] == '`' && _frames[^2].Context is ShellContext.Backtick);
        if (ends)
        {
            Pop(); // The character belongs to what the comment stands in.
        }
        else
        {
            Copy(1);
        }
    }

    private void Arithmetic()
    {
        switch (text[_at])
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
            case '(':
                Top.Open++;
                Copy(1);
                break;
            case ')':
                Copy(--Top.Open == 0 ? Pop() : 1);
                break;
            case '#' when char.IsWhiteSpace(text[_at - 1]):
                _unclear = "a # in (( ))";
                Copy(1);
                break;
            default:
                Copy(1);
                break;
        }
    }

    private void HereDocument(ShellHereDocument document)
    {
        if (Top.AtLine && EndOfDocument(document) is { } length)
        {
            Copy(length);
            Pop();
            return;
        }

        var c = text[_at];
        Top.AtLine = false;
        if (document.Verbatim || c is not ('\\' or '`' or '$'))
        {
            Top.AtLine = c == '\n';
            Copy(1);
        }
        else if (c == '\\')
        {
            Backslash();
        }
        else if (c == '`')
        {
            Backtick();
        }
        else
        {
            Dollar();
        }
    }

    /// <summary>The length of the line here when it ends the document.</summary>
    private int? EndOfDocument(ShellHereDocument document)
    {
        var end = text.IndexOf('\n', _at);
        end = end < 0 ? text.Length : end;
        var line = text.AsSpan(_at, end - _at);
        var bare = document.StripTabs ? line.TrimStart('\t') : line;
        return bare.SequenceEqual(document.Delimiter) && !(_mark < marks.Length && marks[_mark].Index < end) ? line.Length : null;
    }

    private void AnnounceHereDocument()
    {
        if (Next('<', 2))
        {
            Copy(3);
            Top.AtWord = true;
            return;
        }

        var strip = Next('-', 2);
        var at = _at + (strip ? 3 : 2);
        while (at < text.Length && text[at] is ' ' or '\t')
        {
            at++;
        }

        var (delimiter, quoted) = (new StringBuilder(), false);
        var quote = '\0';
        for (; at < text.Length && !IsTemplate(at) && (quote != '\0' || !" \t\n;&|<>()".Contains(text[at])); at++)
        {
            var c = text[at];
            if (c == quote)
            {
                quote = '\0';
            }
            else if (quote == '\0' && c is '\'' or '"')
            {
                (quote, quoted) = (c, true);
            }
            else if (c == '\\' && quote != '\'' && at + 1 < text.Length && !IsTemplate(at + 1))
            {
                quoted = true;
                delimiter.Append(text[++at]);
            }
            else
            {
                _unclear = c is '$' or '`' ? "a here-document that ends with a variable" : _unclear;
                delimiter.Append(c);
            }
        }

        if (at < text.Length && IsTemplate(at))
        {
            _unclear = "the << before it";
        }

        Copy(at - _at);
        Top.AtWord = false;
        _announced.Enqueue(new ShellHereDocument(delimiter.ToString(), strip, quoted));
    }
}
