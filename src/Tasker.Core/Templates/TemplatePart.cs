using Tasker.Core.Expressions;

namespace Tasker.Core.Templates;

/// <summary>A piece of a template: plain text, or an expression whose value stands there.</summary>
/// <param name="Literal">The text; empty for an expression.</param>
/// <param name="Expression">The expression; null for text.</param>
/// <param name="Offset">Where the piece begins in the text that was read.</param>
internal readonly record struct TemplatePart(string Literal, Expression? Expression, int Offset);
