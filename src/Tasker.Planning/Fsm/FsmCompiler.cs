namespace Tasker.Planning.Fsm;

/// <summary>
/// Makes machines from workflows: one for each, the steel thread first and above the others. What it makes keeps every invariant; what cannot is
/// refused. The same source gives the same machines.
/// </summary>
internal sealed class FsmCompiler
{
    private readonly FsmSource _source;
    private readonly SpecQuotes _quotes;
    private readonly string _sourceName;
    private readonly GuardLinks _links;
    private readonly List<string> _problems = [];
    private readonly List<string> _warnings = [];
    private int _states;
    private int _transitions;

    private FsmCompiler(FsmSource source, SpecQuotes quotes, string sourceName)
    {
        (_source, _quotes, _sourceName) = (source, quotes, sourceName);
        _links = new GuardLinks(source.Invariants);
    }

    /// <summary>Compiles.</summary>
    /// <param name="source">Workflows and invariants.</param>
    /// <param name="quotes">The specification.</param>
    /// <param name="sourceName">What the source is called in a location.</param>
    /// <param name="slug">The name of the specification in file names.</param>
    /// <param name="checksum">Checksum of the specification, or of the source where there is none.</param>
    public static FsmCompilation Compile(FsmSource source, SpecQuotes quotes, string sourceName, string slug, string checksum) =>
        new FsmCompiler(source, quotes, sourceName).Compile(slug, checksum);

    private FsmCompilation Compile(string slug, string checksum)
    {
        if (_source.Workflows.Count == 0)
        {
            _problems.Add($"{_sourceName}: there is no workflow. Give at least one, with its steps, under 'workflows' (or 'flows' in a capability map).");
            return new FsmCompilation(null, _problems, _warnings);
        }

        var steel = _source.Workflows.FirstOrDefault(w => w.IsSteelThread);
        if (steel is null)
        {
            steel = _source.Workflows[0];
            _warnings.Add($"No workflow has is_steel_thread; '{NameOf(steel)}' is taken, because it is the first.");
        }

        foreach (var other in _source.Workflows.Where(w => w.IsSteelThread && w != steel))
        {
            _warnings.Add($"{_sourceName}{other.Place}: only one workflow can be the steel thread; '{NameOf(other)}' stands below '{NameOf(steel)}'.");
        }

        var machines = new List<FsmMachine>();
        var files = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var flow in _source.Workflows.Where(w => w == steel).Concat(_source.Workflows.Where(w => w != steel)))
        {
            var isSteel = flow == steel;
            var stem = isSteel ? "steel-thread" : FsmSlug.Unique(FsmSlug.Of(NameOf(flow), "machine"), files);
            files.Add(stem);
            if (Machine(flow, $"M{machines.Count + 1}", isSteel, stem) is { } machine)
            {
                machines.Add(machine);
            }
        }

        return _problems.Count > 0
            ? new FsmCompilation(null, _problems, _warnings)
            : new FsmCompilation(
                new FsmModel
                {
                    SpecSlug = slug,
                    SpecChecksum = checksum,
                    PrimaryMachine = machines[0].Id,
                    Machines = machines,
                    Invariants = [.. _source.Invariants.Select(i => new FsmInvariant(i.Id, i.Rule, i.SpecRef ?? _quotes.Find(i.Rule)))],
                },
                [],
                _warnings);
    }

    private FsmMachine? Machine(FlowSource flow, string id, bool isSteel, string stem)
    {
        if (flow.Steps.Count == 0)
        {
            _problems.Add($"{_sourceName}{flow.Place}: the workflow '{NameOf(flow)}' has no steps. Give at least one.");
            return null;
        }

        var draft = new MachineDraft(() => $"S{++_states}", () => $"TR{++_transitions}", _quotes, _links, _sourceName, NameOf(flow));
        draft.Walk(flow);
        draft.Branch(flow.Variants);
        draft.Fail(flow.Failures);
        _problems.AddRange(draft.Problems);
        return new FsmMachine
        {
            Id = id,
            Name = NameOf(flow),
            Level = isSteel ? FsmMachine.SteelThread : FsmMachine.Domain,
            Parent = isSteel ? null : "M1",
            Files = new FsmFiles($"{stem}.states.json", $"{stem}.transitions.json", $"{stem}.mmd", $"{stem}.notes.md"),
            InitialState = draft.States[0].Id,
            TerminalStates = [.. draft.States.Where(s => s.IsFinal).Select(s => s.Id)],
            States = draft.States,
            Transitions = draft.Transitions,
            IdInStates = id,
            IdInTransitions = id,
        };
    }

    private static string NameOf(FlowSource flow) => flow.Name.Length > 0 ? flow.Name : flow.Place.TrimStart('/');
}
