using Tasker.Core.Diagnostics;

namespace Tasker.Core.Expressions;

/// <summary>A path that an expression begins: <c>steps.build.outputs.x</c> is the root <c>steps</c> with the field <c>build</c>.</summary>
/// <param name="Root">The first name.</param>
/// <param name="Field">The second one, when it is written out; null when there is none or it is computed.</param>
/// <param name="Where">Where the first name stands.</param>
public readonly record struct ExpressionReference(string Root, string? Field, Place Where);
