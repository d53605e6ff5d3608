using System.Collections.Immutable;
using Tasker.Core.Diagnostics;

namespace Tasker.Core.Expressions;

/// <summary>Reads the text of an expression. Stops at the first problem; never throws.</summary>
internal sealed class ExpressionParser
{
    public const int MaxDepth = 64;
    public const int MaxNodes = 2_000;
    public const string KnownOperators = "Operators are == != < <= > >= and or not in contains + - * / %.";

    private static readonly string[] Keywords = ["and", "or", "not", "in", "contains", "true", "false", "null"];

    private readonly string _text;
    private readonly Lexer _lexer;
    private Token _token;
    private int _depth;
    private int _nodes;

    private ExpressionParser(string text)
    {
        (_text, _lexer) = (text, new Lexer(text));
        _token = _lexer.Next();
    }

    /// <summary>Why the text is no expression.</summary>
    public SyntaxProblem? Problem { get; private set; }

    /// <summary>The paths of the expression: root, first field where it is written out, offset.</summary>
    public List<(string Root, string? Field, int Offset)> Paths { get; } = [];

    /// <summary>Reads the whole text; <see langword="null"/> exactly when there is a <see cref="Problem"/>.</summary>
    public static (ExpressionNode? Root, ExpressionParser Parser) Parse(string text)
    {
        var parser = new ExpressionParser(text);
        var root = parser._token.Kind is TokenKind.End
            ? parser.Fail(SyntaxProblem.Empty, 0, "The expression is empty.", "", "Write a value or a comparison, such as inputs.size > 3.")
            : parser.Operation(Binding.Loosest);
        if (root is not null && parser._token.Kind is not TokenKind.End)
        {
            root = parser.FailAfterValue();
        }

        return (root, parser);
    }

    private ExpressionNode? Operation(int binding)
    {
        if (binding == Binding.Negation && _token is { Kind: TokenKind.Operator, Operator: Operator.Not })
        {
            var start = Take().Start;
            return Deeper(() => Operation(Binding.Negation)) is { } operand
                ? Made(new ExpressionNode.Unary(Operator.Not, operand, start, operand.End)) : null;
        }

        var left = Operand(binding);
        while (left is not null && _token.Kind is TokenKind.Operator && Binding.Of(_token.Operator) == binding
            && _token.Operator is not Operator.Not)
        {
            var op = Take();
            if (Operand(binding) is not { } right)
            {
                return null;
            }

            left = Made(new ExpressionNode.Binary(op.Operator, left, right));
            if (binding == Binding.Comparison && _token.Kind is TokenKind.Operator && Binding.Of(_token.Operator) == binding)
            {
                return Fail(SyntaxProblem.Misplaced, _token.Start, $"A second comparison, '{Shown(_token)}', follows the first.",
                    "A comparison gives true or false, which is not compared again.", "Write a < b and b < c, or parentheses.");
            }
        }

        return left;
    }

    private ExpressionNode? Operand(int binding) => binding == Binding.Tightest ? Prefixed() : Operation(binding + 1);

    private ExpressionNode? Prefixed()
    {
        var minus = _token is { Kind: TokenKind.Operator, Operator: Operator.Subtract };
        if (!minus && _token.Kind is not TokenKind.Bang)
        {
            return Single() is { } value ? Path(value) : null;
        }

        var start = Take().Start;
        return Deeper(Prefixed) is { } operand
            ? Made(new ExpressionNode.Unary(minus ? Operator.Subtract : Operator.Not, operand, start, operand.End)) : null;
    }

    private ExpressionNode? Single()
    {
        var token = _token;
        switch (token.Kind)
        {
            case TokenKind.Literal:
                Take();
                return Made(new ExpressionNode.Literal(token.Literal!, token.Start, token.End));
            case TokenKind.Name:
                Take();
                return _token.Kind is TokenKind.OpenParenthesis ? FailCall(token)
                    : Keywords.Contains(Shown(token), StringComparer.OrdinalIgnoreCase) ? FailCase(token)
                    : Made(new ExpressionNode.Name(Shown(token), token.Start, token.End));
            case TokenKind.OpenParenthesis:
                Take();
                return Deeper(() => Operation(Binding.Loosest)) is { } inner && Close(TokenKind.CloseParenthesis, ")", token) is { } end
                    ? inner with { Start = token.Start, End = end.End } : null;
            case TokenKind.OpenBracket:
                Take();
                return Deeper(() => Items(token));
            case TokenKind.Operator when token.Operator is Operator.Contains or Operator.In && Peek('('):
                return FailCall(token);
            default:
                return FailBeforeValue();
        }
    }

    private ExpressionNode.Items? Items(Token open)
    {
        var parts = ImmutableArray.CreateBuilder<ExpressionNode>();
        while (_token.Kind is not TokenKind.CloseBracket)
        {
            if (Operation(Binding.Loosest) is not { } part)
            {
                return null;
            }

            parts.Add(part);
            if (_token.Kind is not TokenKind.Comma)
            {
                break;
            }

            Take();
        }

        return Close(TokenKind.CloseBracket, "]", open) is { } end
            ? Made(new ExpressionNode.Items(parts.ToImmutable(), open.Start, end.End)) : null;
    }

    private ExpressionNode? Path(ExpressionNode value)
    {
        var index = -1;
        if (value is ExpressionNode.Name root && root.End - root.Start == root.Text.Length) // Else in parentheses, and told already.
        {
            index = Paths.Count;
            Paths.Add((root.Text, null, root.Start));
        }

        var path = (ExpressionNode?)value;
        while (path is not null)
        {
            if (index >= 0 && ReferenceEquals(FirstField(path, out var field), value))
            {
                Paths[index] = Paths[index] with { Field = field };
            }

            if (_token.Kind is TokenKind.Dot)
            {
                var key = _lexer.Segment();
                var end = _lexer.Position;
                path = key.Length == 0
                    ? Fail(SyntaxProblem.Misplaced, _token.Start, "A dot is followed by no name.", "",
                        "Write a name directly after the dot, or ['name'].")
                    : Made(new ExpressionNode.Field(path, key, path.Start, end));
                Take();
                if (path is not null && _token.Kind is TokenKind.OpenParenthesis)
                {
                    return FailCall(new Token(TokenKind.Name, end - key.Length, end));
                }
            }
            else if (_token.Kind is TokenKind.OpenBracket)
            {
                var open = Take();
                path = Deeper(() => Operation(Binding.Loosest)) is { } at && Close(TokenKind.CloseBracket, "]", open) is { } end
                    ? Made(new ExpressionNode.Index(path, at, path.Start, end.End)) : null;
            }
            else
            {
                return path;
            }
        }

        return null;
    }

    private static ExpressionNode? FirstField(ExpressionNode path, out string? field)
    {
        (var of, field) = path switch
        {
            ExpressionNode.Field f => (f.Of, f.Key),
            ExpressionNode.Index { At: ExpressionNode.Literal { Value: Values.Value.Text t } } i => (i.Of, t.Content),
            _ => (null, null),
        };
        return of;
    }

    private Token Take()
    {
        var taken = _token;
        _token = _lexer.Next();
        return taken;
    }

    private bool Peek(char next)
    {
        var rest = _text.AsSpan(_token.End).TrimStart();
        return !rest.IsEmpty && rest[0] == next;
    }

    private Token? Close(TokenKind kind, string sign, Token open)
    {
        if (_token.Kind == kind)
        {
            return Take();
        }

        if (_token.Kind is TokenKind.End)
        {
            Fail(SyntaxProblem.Misplaced, open.Start, $"The '{Shown(open)}' that stands here is never closed.", "",
                $"Write '{sign}' where it ends.");
        }
        else
        {
            FailAfterValue();
        }

        return null;
    }

    private T? Deeper<T>(Func<T?> read)
        where T : ExpressionNode
    {
        if (++_depth > MaxDepth)
        {
            Fail(SyntaxProblem.TooLarge, _token.Start, $"The expression is nested deeper than {MaxDepth}.", "",
                "Split it over several steps.");
            return null;
        }

        var node = read();
        _depth--;
        return node;
    }

    private T? Made<T>(T node)
        where T : ExpressionNode
    {
        if (++_nodes <= MaxNodes)
        {
            return node;
        }

        Fail(SyntaxProblem.TooLarge, node.Start, $"The expression has more than {MaxNodes} parts.", "", "Split it over several steps.");
        return null;
    }

    private string Shown(Token token) => SyntaxProblem.Clip(_text.AsSpan(token.Start, token.End - token.Start));

    private ExpressionNode? Fail(string code, int offset, string what, string why, string fix)
    {
        Problem ??= _lexer.Problem ?? new SyntaxProblem(code, offset, what, why, fix);
        return null;
    }

    private ExpressionNode? FailBeforeValue() => _token switch
    {
        { Kind: TokenKind.End } => Fail(SyntaxProblem.Misplaced, _token.Start, "The expression ends where a value is expected.", "",
            "Write a value: a number, a 'text', true, false, null, a list or a path such as inputs.name."),
        { Operator: Operator.Not, Kind: TokenKind.Operator } =>
            Fail(SyntaxProblem.Misplaced, _token.Start, "'not' stands where a value is expected.",
            "It binds less tightly than the operator before it.", "Put it in parentheses, as in a == (not b), or write '!'."),
        _ => Fail(SyntaxProblem.Misplaced, _token.Start, $"'{Shown(_token)}' stands where a value is expected.", "",
            "Write a value: a number, a 'text', true, false, null, a list or a path such as inputs.name."),
    };

    private ExpressionNode? FailAfterValue()
    {
        var found = Shown(_token);
        return _token.Kind switch
        {
            TokenKind.Name => Fail(SyntaxProblem.UnknownOperator, _token.Start, $"'{found}' is no operator.", "", OperatorFix(found)),
            TokenKind.End => Fail(SyntaxProblem.Misplaced, _token.Start, "The expression ends too early.", "", KnownOperators),
            TokenKind.Operator when _token.Operator is Operator.Not => Fail(SyntaxProblem.Misplaced, _token.Start,
                "'not' follows a value.", "It stands before what it turns round.", "Write not (a in b), or not (a contains b)."),
            _ => Fail(SyntaxProblem.Misplaced, _token.Start, $"'{found}' follows a value without an operator.", "", KnownOperators),
        };
    }

    private static string OperatorFix(string found) => found.ToLowerInvariant() switch
    {
        "is" or "eq" or "equals" => "Did you mean '=='?",
        "isnt" or "ne" => "Did you mean '!='?",
        "lt" => "Did you mean '<'?",
        "gt" => "Did you mean '>'?",
        "le" or "lte" => "Did you mean '<='?",
        "ge" or "gte" => "Did you mean '>='?",
        "has" or "includes" or "like" => "Did you mean 'contains'?",
        "mod" => "Did you mean '%'?",
        _ => Suggestions.DidYouMean(found, ["and", "or", "in", "contains"], KnownOperators),
    };

    private ExpressionNode? FailCase(Token token) =>
        Fail(SyntaxProblem.Misplaced, token.Start, $"'{Shown(token)}' is no name.", "Words of the language are written in small letters.",
            $"Write '{Shown(token).ToLowerInvariant()}'.");

    private ExpressionNode? FailCall(Token token)
    {
        var name = Shown(token);
        var fix = name.ToLowerInvariant() switch
        {
            "contains" or "includes" or "has" => "Write a contains b.",
            "in" => "Write a in b.",
            "length" or "len" or "size" or "count" => "Write a.length.",
            "number" or "int" or "float" or "tonumber" => "Write a.number.",
            "always" or "success" or "failure" or "cancelled" => "Set 'always' on the step to run it after a failure.",
            _ => "Compute it in a step and read its output.",
        };
        return Fail(SyntaxProblem.Call, token.Start, $"'{name}(' is a call.", "Expressions have no calls.", fix);
    }
}
