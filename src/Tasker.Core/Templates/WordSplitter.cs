using System.Collections.Immutable;
using System.Text;

namespace Tasker.Core.Templates;

/// <summary>Splits a command line into words as a shell does, as long as it says nothing but words.</summary>
internal sealed class WordSplitter
{
    private readonly ImmutableArray<Template>.Builder _words = ImmutableArray.CreateBuilder<Template>();
    private readonly List<TemplatePart> _parts = [];
    private readonly StringBuilder _literal = new();
    private bool _inWord;
    private bool _ended;
    private char _quote;
    private bool _needsShell;

    /// <summary>Adds text of the line.</summary>
    public void Add(string text)
    {
        for (var i = 0; i < text.Length && !_needsShell; i++)
        {
            var c = text[i];
            if (c == '\\' && _quote != '\'')
            {
                i++;
                Escape(i < text.Length ? text[i] : null);
            }
            else if (c == '\0')
            {
                _needsShell = true;
            }
            else if (_quote == '\0')
            {
                Bare(c);
            }
            else if (c == _quote)
            {
                _quote = '\0';
            }
            else
            {
                _needsShell = _quote == '"' && c is '$' or '`';
                _literal.Append(c);
            }
        }
    }

    /// <summary>Adds a template, which is part of a word.</summary>
    public void Add(TemplatePart template)
    {
        BeginWord();
        EndLiteral();
        _parts.Add(template);
    }

    /// <summary>The words; null when the line needs a shell.</summary>
    public ImmutableArray<Template>? End()
    {
        EndWord();
        return _needsShell || _quote != '\0' ? null : _words.ToImmutable();
    }

    private void Bare(char c)
    {
        switch (c)
        {
            case ' ' or '\t':
                EndWord();
                break;
            case '\n':
                EndWord();
                _ended = _words.Count > 0; // A second line is a second command; line ends before and after the only one do not count.
                break;
            case '\'' or '"':
                BeginWord();
                _quote = c;
                break;
            case '|' or '&' or ';' or '<' or '>' or '(' or ')' or '$' or '`' or '*' or '?' or '[' or '~' or '{' or '}':
            case '#' when !_inWord:
            case < ' ' or '\u007f':
            case > '\u007f' when char.IsWhiteSpace(c):
                _needsShell = true;
                break;
            default:
                BeginWord();
                _literal.Append(c);
                break;
        }
    }

    /// <summary>A backslash, and what follows it; null: the end of the text, or a template.</summary>
    private void Escape(char? next)
    {
        if (next is null or '\n' or '\0')
        {
            _needsShell = true;
            return;
        }

        BeginWord();
        if (_quote == '"' && next is not ('$' or '`' or '"' or '\\'))
        {
            _literal.Append('\\');
        }

        _literal.Append(next);
    }

    private void BeginWord()
    {
        _inWord = true;
        _needsShell |= _ended;
    }

    private void EndLiteral()
    {
        if (_literal.Length > 0)
        {
            _parts.Add(new TemplatePart(_literal.ToString(), null, 0));
            _literal.Clear();
        }
    }

    private void EndWord()
    {
        if (!_inWord)
        {
            return;
        }

        EndLiteral();
        var text = string.Concat(_parts.Select(p => p.Expression is { } expression ? $"${{{{ {expression.Text} }}}}" : p.Literal));
        _words.Add(new Template(text, _parts.Count == 0 ? [new TemplatePart("", null, 0)] : [.. _parts]));
        _parts.Clear();
        _inWord = false;
    }
}
