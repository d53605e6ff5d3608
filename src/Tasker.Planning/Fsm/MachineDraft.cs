namespace Tasker.Planning.Fsm;

/// <summary>One machine while it is made from its workflow.</summary>
internal sealed class MachineDraft(Func<string> nextState, Func<string> nextTransition, SpecQuotes quotes, GuardLinks links, string source, string workflow)
{
    private readonly List<FsmState> _states = [];
    private readonly List<FsmTransition> _transitions = [];
    private readonly List<string> _problems = [];

    /// <summary>The state after each step; the first is the one before all steps.</summary>
    private readonly List<FsmState> _afterStep = [];

    public IReadOnlyList<FsmState> States => _states;

    public IReadOnlyList<FsmTransition> Transitions => _transitions;

    public IReadOnlyList<string> Problems => _problems;

    /// <summary>The way through all steps, and the end that it leads to.</summary>
    public void Walk(FlowSource flow)
    {
        var before = Add($"Awaiting {flow.Trigger ?? "start"}", "initial", quotes.Of([flow.Trigger, workflow], source + flow.Place, "workflow"), []);
        _afterStep.Add(before);
        foreach (var (step, at) in flow.Steps.Select((step, at) => (step, at)))
        {
            var name = step.Name ?? $"Step {at + 1}";
            var quote = quotes.Of([step.Text, step.Name, step.Postcondition], $"{source}{flow.Place}/steps/{at}", workflow);
            var after = Add(step.Postcondition ?? $"Completed: {name}", "normal", quote, step.Behaviors);
            Connect(before, after, name, quote, step.Behaviors);
            _afterStep.Add(after);
            before = after;
        }

        var end = quotes.Of([flow.Success, workflow], source + flow.Place, "workflow");
        Connect(before, Add(flow.Success ?? $"Completed: {workflow}", "success", end, []), $"complete {workflow}", end, []);
    }

    /// <summary>Other ways: from a state to another known one, or over a new one that goes on or ends.</summary>
    public void Branch(IReadOnlyList<BranchSource> variants)
    {
        foreach (var variant in variants)
        {
            var name = variant.Name ?? variant.Condition ?? variant.Outcome ?? "variant";
            if (!TryStep(variant, variant.From ?? 1, "from_step", out var from) || !TryStep(variant, variant.To ?? 0, "to_step", out var to))
            {
                continue;
            }

            var quote = quotes.Of([variant.Condition, variant.Outcome, variant.Name], source + variant.Place, workflow);
            var guards = variant.Condition is { } condition ? new[] { links.Link(condition) } : [];
            if (Known(variant.Outcome) is { } target && (target != from || variant.To is null))
            {
                Connect(from, target, name, quote, variant.Behaviors, guards);
            }
            else if (variant.IsTerminal)
            {
                Connect(from, Add(variant.Outcome ?? name, "success", quote, variant.Behaviors), name, quote, variant.Behaviors, guards);
            }
            else if (variant.To is not null)
            {
                var between = Add(variant.Outcome ?? $"Completed: {name}", "normal", quote, variant.Behaviors);
                Connect(from, between, name, quote, variant.Behaviors, guards);
                Connect(between, to, $"continue after {name}", quote, []);
            }
            else
            {
                _problems.Add($"{source}{variant.Place}: the variant '{name}' of '{workflow}' leads nowhere: no state is called '{variant.Outcome}'. Add to_step with the number of the step that it goes on with (0 is the beginning), or \"is_terminal\": true when the workflow ends there.");
            }
        }
    }

    /// <summary>Failures: from the given step, or from everywhere before an end.</summary>
    public void Fail(IReadOnlyList<BranchSource> failures)
    {
        var open = _states.Where(s => !s.IsFinal).ToArray();
        var ends = new Dictionary<string, FsmState>(StringComparer.OrdinalIgnoreCase);
        foreach (var failure in failures)
        {
            if (!TryStep(failure, failure.From ?? 0, "from_step", out var from))
            {
                continue;
            }

            var name = failure.Name ?? failure.Condition ?? failure.Outcome ?? "failure";
            var quote = quotes.Of([failure.Condition, failure.Outcome, failure.Name], source + failure.Place, workflow);
            var outcome = failure.Outcome ?? $"Failed: {name}";
            if (!ends.TryGetValue(outcome, out var end))
            {
                ends[outcome] = end = Add(outcome, "failure", quote, failure.Behaviors);
            }

            foreach (var state in failure.From is null ? open : [from])
            {
                Connect(state, end, name, quote, failure.Behaviors, failure.Condition is { } condition ? [links.Link(condition)] : [], isFailure: true);
            }
        }
    }

    /// <summary>The state of a step; a step that does not exist is a problem.</summary>
    private bool TryStep(BranchSource branch, int number, string field, out FsmState state)
    {
        var isThere = number >= 0 && number < _afterStep.Count;
        state = _afterStep[isThere ? number : 0];
        if (!isThere)
        {
            _problems.Add($"{source}{branch.Place}: {field} is {number}, but '{workflow}' has the steps 1 to {_afterStep.Count - 1} (0 is the beginning).");
        }

        return isThere;
    }

    /// <summary>The state that an outcome means: its whole name, or the only name that contains it.</summary>
    private FsmState? Known(string? outcome)
    {
        if (string.IsNullOrWhiteSpace(outcome))
        {
            return null;
        }

        var named = _states.FirstOrDefault(s => string.Equals(s.Name, outcome, StringComparison.OrdinalIgnoreCase));
        var containing = _states.Where(s => s.Name.Contains(outcome, StringComparison.OrdinalIgnoreCase)).ToArray();
        return named ?? (containing.Length == 1 ? containing[0] : null);
    }

    private FsmState Add(string name, string type, FsmQuote quote, IReadOnlyList<string> behaviors)
    {
        var state = new FsmState(nextState(), name, type) { SpecRef = quote, Behaviors = behaviors };
        _states.Add(state);
        return state;
    }

    private void Connect(FsmState from, FsmState to, string trigger, FsmQuote quote, IReadOnlyList<string> behaviors, IReadOnlyList<FsmGuard>? guards = null, bool isFailure = false) =>
        _transitions.Add(new FsmTransition(nextTransition(), from.Id, to.Id, trigger)
        {
            SpecRef = quote,
            Behaviors = behaviors,
            Guards = guards ?? [],
            IsFailurePath = isFailure,
        });
}
