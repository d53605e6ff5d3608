using System.Globalization;
using System.Text;
using Tasker.Core.Values;

namespace Tasker.Core.Expressions;

/// <summary>Cuts the text of an expression into tokens, one at a time.</summary>
internal sealed class Lexer(string text)
{
    private int _at;

    /// <summary>Why the last token was <see cref="TokenKind.Bad"/>.</summary>
    public SyntaxProblem? Problem { get; private set; }

    public Token Next()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at]))
        {
            _at++;
        }

        if (_at == text.Length)
        {
            return new Token(TokenKind.End, _at, _at);
        }

        var c = text[_at];
        return c switch
        {
            '(' => One(TokenKind.OpenParenthesis),
            ')' => One(TokenKind.CloseParenthesis),
            '[' => One(TokenKind.OpenBracket),
            ']' => One(TokenKind.CloseBracket),
            ',' => One(TokenKind.Comma),
            '.' => One(TokenKind.Dot),
            '\'' or '"' => Quoted(c),
            _ when char.IsAsciiDigit(c) => Number(),
            _ when IsNameStart(c) => Word(),
            _ => Symbol(),
        };
    }

    /// <summary>
    /// The name of a field, directly after its dot; empty when there is none. A hyphen between two name characters belongs to it.
    /// </summary>
    public string Segment()
    {
        var start = _at;
        while (_at < text.Length && (IsNamePart(text[_at]) || IsInnerHyphen(start)))
        {
            _at++;
        }

        return text[start.._at];
    }

    /// <summary>The character where the next token is looked for.</summary>
    public int Position => _at;

    private bool IsInnerHyphen(int start) =>
        text[_at] == '-' && _at > start && IsNamePart(text[_at - 1]) && _at + 1 < text.Length && IsNamePart(text[_at + 1]);

    private static bool IsNameStart(char c) => char.IsLetter(c) || c == '_';

    private static bool IsNamePart(char c) => char.IsLetterOrDigit(c) || c == '_';

    private Token One(TokenKind kind) => new(kind, _at, ++_at);

    private Token Word()
    {
        var start = _at;
        while (_at < text.Length && IsNamePart(text[_at]))
        {
            _at++;
        }

        Token Op(Operator op) => new(TokenKind.Operator, start, _at, op);
        Token Constant(Value value) => new(TokenKind.Literal, start, _at, Literal: value);
        return text.AsSpan(start, _at - start) switch
        {
            "and" => Op(Operator.And),
            "or" => Op(Operator.Or),
            "not" => Op(Operator.Not),
            "in" => Op(Operator.In),
            "contains" => Op(Operator.Contains),
            "true" => Constant(Value.True),
            "false" => Constant(Value.False),
            "null" => Constant(Value.None),
            _ => new Token(TokenKind.Name, start, _at),
        };
    }

    private Token Number()
    {
        var start = _at;
        Digits();
        if (_at + 1 < text.Length && text[_at] == '.' && char.IsAsciiDigit(text[_at + 1]))
        {
            _at++;
            Digits();
        }

        if (_at < text.Length && text[_at] is 'e' or 'E')
        {
            var digits = _at + 1 < text.Length && text[_at + 1] is '+' or '-' ? _at + 2 : _at + 1;
            if (digits < text.Length && char.IsAsciiDigit(text[digits]))
            {
                _at = digits;
                Digits();
            }
        }

        if (_at < text.Length && IsNamePart(text[_at]))
        {
            while (_at < text.Length && IsNamePart(text[_at]))
            {
                _at++;
            }

            var found = SyntaxProblem.Clip(text.AsSpan(start, _at - start));
            return Bad(SyntaxProblem.Unreadable, start, $"'{found}' is no number.", "A number has no unit and no letters.",
                $"Write the number alone, or a text: '{found}' in quotes.");
        }

        var amount = double.Parse(text.AsSpan(start, _at - start), NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsFinite(amount)
            ? new Token(TokenKind.Literal, start, _at, Literal: Value.Of(amount))
            : Bad(SyntaxProblem.Unreadable, start, "The number is too large.", "", "Write a number below 1.7e308.");
    }

    private void Digits()
    {
        while (_at < text.Length && char.IsAsciiDigit(text[_at]))
        {
            _at++;
        }
    }

    private Token Quoted(char quote)
    {
        var start = _at++;
        var content = new StringBuilder();
        while (_at < text.Length && text[_at] != quote)
        {
            if (text[_at] != '\\')
            {
                content.Append(text[_at++]);
            }
            else if (Escape() is { } c)
            {
                content.Append(c);
            }
            else
            {
                return Bad(SyntaxProblem.Unreadable, _at,
                    $"'{SyntaxProblem.Clip(text.AsSpan(_at, Math.Min(2, text.Length - _at)))}' is no escape.",
                    @"A backslash in a text is followed by one of n r t 0 \ ' "" or by u and four hexadecimal digits.",
                    @"Write '\\' for a backslash.");
            }
        }

        if (_at == text.Length)
        {
            return Bad(SyntaxProblem.Unreadable, start, "The text that begins here has no end.", "",
                $"Write {quote} where it ends.");
        }

        _at++;
        return new Token(TokenKind.Literal, start, _at, Literal: Value.Of(content.ToString()));
    }

    /// <summary>Reads an escape and steps over it; null, and no step, when it is none.</summary>
    private char? Escape()
    {
        var rest = text.AsSpan(_at + 1);
        if (rest.Length >= 5 && rest[0] == 'u'
            && ushort.TryParse(rest[1..5], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
        {
            _at += 6;
            return (char)code;
        }

        char? meant = rest.IsEmpty ? null : rest[0] switch
        {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            '0' => '\0',
            '\\' or '\'' or '"' => rest[0],
            _ => null,
        };
        _at += meant is null ? 0 : 2;
        return meant;
    }

    private Token Symbol()
    {
        for (var length = Math.Min(text.Length - _at, 3); length > 0; length--)
        {
            var symbol = text.AsSpan(_at, length);
            if (Wrong(symbol) is { } right)
            {
                return Bad(SyntaxProblem.UnknownOperator, _at, $"'{symbol}' is no operator.", "", $"Did you mean '{right}'?");
            }

            if (Right(symbol) is { } op)
            {
                return new Token(TokenKind.Operator, _at, _at += length, op);
            }
        }

        if (text[_at] == '!')
        {
            return One(TokenKind.Bang);
        }

        var rune = Rune.TryGetRuneAt(text, _at, out var whole) && !Rune.IsControl(whole) ? $"'{whole}'" : $"U+{(int)text[_at]:X4}";
        return Bad(SyntaxProblem.Unreadable, _at, $"{rune} means nothing here.", "",
            $"Put text in quotes. {ExpressionParser.KnownOperators}");
    }

    private static Operator? Right(ReadOnlySpan<char> symbol) => symbol switch
    {
        "==" => Operator.Equal,
        "!=" => Operator.NotEqual,
        "<" => Operator.Less,
        "<=" => Operator.LessOrEqual,
        ">" => Operator.Greater,
        ">=" => Operator.GreaterOrEqual,
        "&&" => Operator.And,
        "||" => Operator.Or,
        "+" => Operator.Add,
        "-" => Operator.Subtract,
        "*" => Operator.Multiply,
        "/" => Operator.Divide,
        "%" => Operator.Remainder,
        _ => null,
    };

    /// <summary>What somebody meant who wrote an operator of another language.</summary>
    private static string? Wrong(ReadOnlySpan<char> symbol) => symbol switch
    {
        "=" or "===" => "==",
        "!==" or "<>" => "!=",
        "=<" => "<=",
        "=>" => ">=",
        "&" => "and",
        "|" or "??" => "or",
        "=~" or "~=" => "contains",
        _ => null,
    };

    private Token Bad(string code, int offset, string what, string why, string fix)
    {
        Problem = new SyntaxProblem(code, offset, what, why, fix);
        return new Token(TokenKind.Bad, offset, offset);
    }
}
