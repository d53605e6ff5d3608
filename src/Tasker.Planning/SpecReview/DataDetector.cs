using Tasker.Planning.Specs;

namespace Tasker.Planning.SpecReview;

/// <summary>W1 and W2: what is demanded only by the definition of data, in SQL of the text or of its blocks of code.</summary>
internal static class DataDetector
{
    private static readonly string[] Languages = ["", "sql", "ddl", "psql", "pgsql", "postgres", "postgresql", "mysql", "sqlite", "tsql", "plsql"];

    public static void Detect(SpecText spec, WeaknessBag bag)
    {
        var prose = string.Join('\n', spec.Lines.Select(l => l.IsStatement ? l.Text : ""));
        var code = spec.Fences.Where(f => Languages.Contains(f.Info.ToLowerInvariant())).SelectMany(f => SqlStatements.Find(f.Text, f.Line));
        foreach (var demand in SqlStatements.Find(prose, 1).Concat(code).OrderBy(d => d.Line))
        {
            Tell(demand, bag);
        }
    }

    private static void Tell(SqlDemand demand, WeaknessBag bag)
    {
        var name = demand.Name.Length > 0 ? $"'{demand.Name}'" : "without a name";
        switch (demand.Kind)
        {
            case SqlDemandKind.Constraint:
                Behavioral(Weakness.Critical, $"The constraint {name} is demanded by the schema only.", Reframe(demand), "Say whether the database or the application keeps it, and what a user sees when it is broken.");
                break;
            case SqlDemandKind.Table:
                Behavioral(Weakness.Warning, $"The table {name} is demanded by the schema only.", $"The system keeps {demand.Name}, with these parts.", "Say which behaviour reads and writes it.");
                break;
            case SqlDemandKind.Index:
                Behavioral(Weakness.Warning, $"The index {name} is demanded by the schema only.", $"Looking up by {demand.Name} answers within a stated time.", "Say which look-up must be fast, and how fast.");
                break;
            case SqlDemandKind.Function:
                Behavioral(Weakness.Warning, $"The function {name} is demanded by the schema only.", "The system computes it whenever it is asked.", "Say what it gives for which input.");
                break;
            case SqlDemandKind.Trigger:
                Behavioral(Weakness.Warning, $"The trigger {name} is demanded by the schema only.", "The system does it by itself whenever the data changes.", "Say what happens after which change.");
                break;
            case SqlDemandKind.Required:
                bag.Add(WeaknessCategory.Implicit, demand.Line, demand.Quote, $"required {demand.Name}", $"{demand.Name} is required, but no sentence says so.", "Say what happens when it is missing.", $"Without {demand.Name} the system refuses and says what is missing.");
                break;
            default:
                bag.Add(WeaknessCategory.Implicit, demand.Line, demand.Quote, $"default {demand.Name}", $"{demand.Name} has the default {demand.Detail}, but no sentence says so.", "Say what is assumed when nothing is given.", $"When nothing is given, {demand.Name} is {demand.Detail}.", Weakness.Info);
                break;
        }

        void Behavioral(string severity, string what, string reframe, string resolution) =>
            bag.Add(WeaknessCategory.NonBehavioral, demand.Line, demand.Quote, $"{demand.Kind} {demand.Name}", what, resolution, reframe, severity);
    }

    private static string Reframe(SqlDemand constraint)
    {
        var says = (constraint.Detail ?? "").Trim();
        return says.StartsWith("UNIQUE", StringComparison.OrdinalIgnoreCase) ? $"The system refuses a second record with the same {Inner(says)}."
            : says.StartsWith("CHECK", StringComparison.OrdinalIgnoreCase) ? $"The system refuses a record unless {Inner(says)}."
            : says.StartsWith("FOREIGN", StringComparison.OrdinalIgnoreCase) ? $"The system refuses a record whose {Inner(says)} refers to nothing."
            : says.StartsWith("PRIMARY", StringComparison.OrdinalIgnoreCase) ? $"Each record is found by its {Inner(says)}."
            : "The system refuses what breaks this rule.";
    }

    private static string Inner(string says)
    {
        var (open, close) = (says.IndexOf('('), says.LastIndexOf(')'));
        return open >= 0 && close > open ? says[(open + 1)..close].Trim() : "key";
    }
}
