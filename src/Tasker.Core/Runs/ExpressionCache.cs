using Tasker.Core.Diagnostics;
using Tasker.Core.Expressions;

namespace Tasker.Core.Runs;

/// <summary>Expressions of a run, each read once.</summary>
internal sealed class ExpressionCache
{
    private const int MostKept = 1024;

    private readonly Dictionary<string, ParseResult<Expression>> _read = new(StringComparer.Ordinal);

    public EvaluationResult Evaluate(string text, IScope scope)
    {
        if (!_read.TryGetValue(text, out var parsed))
        {
            if (_read.Count >= MostKept)
            {
                _read.Clear();
            }

            _read[text] = parsed = Expression.Parse(text, default);
        }

        return parsed.Value is { } expression
            ? expression.Evaluate(scope)
            : new EvaluationResult(null, parsed.Diagnostics[0].What);
    }
}
