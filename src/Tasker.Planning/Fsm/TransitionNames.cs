namespace Tasker.Planning.Fsm;

/// <summary>Finds the transition that a task means: ids count within one machine, so an id that stands in several must name its machine.</summary>
internal sealed class TransitionNames
{
    private readonly Dictionary<string, List<TransitionKey>> _byName = new(StringComparer.Ordinal);

    public TransitionNames(FsmModel model)
    {
        foreach (var machine in model.Machines)
        {
            foreach (var id in machine.Transitions.Select(t => t.Id).Distinct())
            {
                var key = new TransitionKey(machine.Id, id);
                Add(id, key);
                Add($"{machine.Id}:{id}", key);
                Add($"{machine.Id}/{id}", key);
            }
        }
    }

    /// <summary>All transitions of a name: none for an unknown one, several for one that is not enough.</summary>
    public IReadOnlyList<TransitionKey> Find(string name) => _byName.TryGetValue(name.Trim(), out var found) ? found : [];

    private void Add(string name, TransitionKey key)
    {
        if (!_byName.TryGetValue(name, out var keys))
        {
            _byName[name] = keys = [];
        }

        keys.Add(key);
    }
}

/// <summary>A transition of a machine.</summary>
internal sealed record TransitionKey(string Machine, string Id);
