using Tasker.Core.Expressions;
using Tasker.Core.Values;

namespace Tasker.Core.Tests.Expressions;

/// <summary>Names from a JSON map.</summary>
internal sealed class MapScope(string json) : IScope
{
    public static readonly MapScope Empty = new("{}");

    private readonly Value.Map _names = (Value.Map)ValueJson.Read(json);

    public MapScope(params (string Name, Value Value)[] names)
        : this("{}") => _names = Value.Map.From(names.Select(n => KeyValuePair.Create(n.Name, n.Value)));

    public Value? Lookup(string name) => _names.Fields.GetValueOrDefault(name);
}
