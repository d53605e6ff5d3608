using Tasker.Core.Values;

namespace Tasker.Core.Expressions;

/// <summary>The names that an expression may begin a path with, and what they stand for.</summary>
public interface IScope
{
    /// <summary>What a name stands for; null when there is no such name, which ends the evaluation with a problem.</summary>
    Value? Lookup(string name);

    /// <summary>
    /// One field of what a name stands for, for names that are too large to be made whole (<c>steps</c> of a long run).
    /// Null: make it whole with <see cref="Lookup"/> and take the field from there. <see cref="Value.None"/>: no such field.
    /// </summary>
    Value? LookupField(string name, string field) => null;
}
