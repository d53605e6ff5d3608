namespace Tasker.Planning.Fsm;

/// <summary>The state machines of a specification as its index and the files of its machines say.</summary>
internal sealed record FsmModel
{
    /// <summary>The name of the specification in file names.</summary>
    public required string SpecSlug { get; init; }

    /// <summary>Checksum of the specification that the machines were made from; empty when unknown.</summary>
    public string SpecChecksum { get; init; } = "";

    /// <summary>Checksum of the index itself.</summary>
    public string IndexChecksum { get; init; } = "";

    /// <summary>The id of the machine that carries the steel thread.</summary>
    public required string PrimaryMachine { get; init; }

    /// <summary>In the order of the index.</summary>
    public required IReadOnlyList<FsmMachine> Machines { get; init; }

    /// <summary>The rules that guards refer to.</summary>
    public IReadOnlyList<FsmInvariant> Invariants { get; init; } = [];

    /// <summary>The machines whose transitions all must be covered: the primary one, and every one of the steel thread.</summary>
    public bool IsSteel(FsmMachine machine) => machine.Id == PrimaryMachine || machine.Level == FsmMachine.SteelThread;
}

/// <summary>One machine.</summary>
internal sealed record FsmMachine
{
    public const string SteelThread = "steel_thread";
    public const string Domain = "domain";
    public const string Entity = "entity";

    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Level { get; init; }

    /// <summary>The machine above it; null for none.</summary>
    public string? Parent { get; init; }

    public FsmFiles Files { get; init; } = new(null, null, null, null);

    /// <summary>False when one of its files could not be read: nothing may be concluded from what is missing.</summary>
    public bool IsComplete { get; init; } = true;

    public string? InitialState { get; init; }

    public IReadOnlyList<string> TerminalStates { get; init; } = [];

    public IReadOnlyList<FsmState> States { get; init; } = [];

    public IReadOnlyList<FsmTransition> Transitions { get; init; } = [];

    /// <summary>What its two files call the machine; null where they do not.</summary>
    public string? IdInStates { get; init; }

    /// <inheritdoc cref="IdInStates"/>
    public string? IdInTransitions { get; init; }

    /// <summary>The state of an id; null when there is none.</summary>
    public FsmState? State(string? id) => States.FirstOrDefault(s => s.Id == id);
}

/// <summary>The files of a machine, relative to the index.</summary>
internal sealed record FsmFiles(string? States, string? Transitions, string? Diagram, string? Notes);

/// <summary>One state. Its type is initial, intermediate, normal, success or failure.</summary>
internal sealed record FsmState(string Id, string Name, string Type)
{
    public FsmQuote SpecRef { get; init; } = new("", null);

    public string? Description { get; init; }

    public IReadOnlyList<string> Behaviors { get; init; } = [];

    public bool IsFinal => Type is "success" or "failure";
}

/// <summary>One transition. A trigger is a name, and in the structured form a type besides.</summary>
internal sealed record FsmTransition(string Id, string From, string To, string Trigger)
{
    public string? TriggerType { get; init; }

    public FsmQuote SpecRef { get; init; } = new("", null);

    public IReadOnlyList<FsmGuard> Guards { get; init; } = [];

    public IReadOnlyList<string> Behaviors { get; init; } = [];

    public bool IsFailurePath { get; init; }

    public string? Notes { get; init; }
}

/// <summary>What must hold for a transition; the invariant is null when none is named.</summary>
internal sealed record FsmGuard(string Condition, string? InvariantId, bool IsNegated);

/// <summary>A rule that must hold in every state.</summary>
internal sealed record FsmInvariant(string Id, string Rule, FsmQuote? SpecRef);

/// <summary>Words of the specification, and where they stand.</summary>
internal sealed record FsmQuote(string Quote, string? Location);
