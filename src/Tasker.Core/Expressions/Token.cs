using Tasker.Core.Values;

namespace Tasker.Core.Expressions;

/// <summary>What a token of an expression is.</summary>
internal enum TokenKind
{
    End,
    Literal,
    Name,
    Operator,
    Bang,
    OpenParenthesis,
    CloseParenthesis,
    OpenBracket,
    CloseBracket,
    Comma,
    Dot,

    /// <summary>Not readable; the lexer tells why.</summary>
    Bad,
}

/// <summary>One token; the offsets are those of the text, the end excluded.</summary>
internal readonly record struct Token(TokenKind Kind, int Start, int End, Operator Operator = default, Value? Literal = null);
