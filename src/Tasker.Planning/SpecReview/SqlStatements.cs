namespace Tasker.Planning.SpecReview;

/// <summary>Finds what SQL in a text demands of data: tables with their columns, constraints, indexes, functions, triggers.</summary>
internal sealed class SqlStatements
{
    private const int MostTokensOfStatement = 4000;

    private readonly string _text;
    private readonly List<SqlToken> _tokens;
    private readonly List<SqlDemand> _demands = [];

    private SqlStatements(string text, int firstLine) => (_text, _tokens) = (text, SqlTokens.Split(text, firstLine));

    /// <summary>Every demand, in order.</summary>
    public static IReadOnlyList<SqlDemand> Find(string text, int firstLine)
    {
        var statements = new SqlStatements(text, firstLine);
        for (var at = 0; at < statements._tokens.Count;)
        {
            at = Math.Max(at + 1, statements.Statement(at));
        }

        return statements._demands;
    }

    private SqlToken Token(int at) => at < _tokens.Count ? _tokens[at] : default;

    private bool Is(int at, string word) => at < _tokens.Count && _tokens[at].Is(word);

    /// <summary>Reads the statement that begins here; returns where to go on.</summary>
    private int Statement(int at)
    {
        if (Is(at, "ALTER") && Is(at + 1, "TABLE"))
        {
            return AlterTable(at);
        }

        if (!Is(at, "CREATE"))
        {
            return at;
        }

        var next = Is(at + 1, "OR") && Is(at + 2, "REPLACE") ? at + 3 : at + 1;
        if (Is(next, "TEMPORARY") || Is(next, "TEMP") || Is(next, "UNIQUE"))
        {
            next++;
        }

        var (kind, known) = Token(next).Text?.ToUpperInvariant() switch
        {
            "TABLE" => (SqlDemandKind.Table, true),
            "INDEX" => (SqlDemandKind.Index, true),
            "FUNCTION" or "PROCEDURE" => (SqlDemandKind.Function, true),
            "TRIGGER" => (SqlDemandKind.Trigger, true),
            _ => (default, false),
        };
        if (!known)
        {
            return at;
        }

        next++;
        while (Is(next, "IF") || Is(next, "NOT") || Is(next, "EXISTS") || Is(next, "CONCURRENTLY"))
        {
            next++;
        }

        if (kind is SqlDemandKind.Table && !Is(next + 1, "("))
        {
            return at; // "Create table reservations" in prose demands nothing of a column.
        }

        var end = End(next);

        Add(kind, at, end, Token(next).Name ?? "", null);
        if (kind is SqlDemandKind.Table)
        {
            Columns(next, end);
        }

        return end;
    }

    private int AlterTable(int at)
    {
        var end = End(at + 2);
        for (var i = at + 2; i + 1 < end; i++)
        {
            if (Is(i, "ADD") && Is(i + 1, "CONSTRAINT"))
            {
                Add(SqlDemandKind.Constraint, at, end, Token(i + 2).Name ?? "", ConstraintText(i + 2, end));
                return end;
            }
        }

        return at + 2;
    }

    /// <summary>The definitions between the brackets of a table, one after each comma of the outer level.</summary>
    private void Columns(int name, int end)
    {
        var (depth, start) = (0, name + 2);
        for (var i = name + 1; i < end; i++)
        {
            depth += Is(i, "(") ? 1 : Is(i, ")") ? -1 : 0;
            if ((depth == 1 && Is(i, ",")) || depth == 0)
            {
                Column(Token(name).Name, start, i);
                start = i + 1;
                if (depth == 0)
                {
                    return;
                }
            }
        }
    }

    private void Column(string table, int start, int end)
    {
        if (start >= end)
        {
            return;
        }

        if (Is(start, "CONSTRAINT"))
        {
            Add(SqlDemandKind.Constraint, start, end, $"{table}.{Token(start + 1).Name}", ConstraintText(start + 1, end));
            return;
        }

        if (Is(start, "PRIMARY") || Is(start, "FOREIGN") || Is(start, "UNIQUE") || Is(start, "CHECK") || Is(start, "KEY") || Is(start, "INDEX"))
        {
            Add(SqlDemandKind.Constraint, start, end, table, ConstraintText(start - 1, end));
            return;
        }

        var column = $"{table}.{Token(start).Name}";
        for (var i = start + 1; i < end; i++)
        {
            if (Is(i, "NOT") && Is(i + 1, "NULL"))
            {
                Add(SqlDemandKind.Required, start, end, column, null);
            }
            else if (Is(i, "DEFAULT") && i + 1 < end)
            {
                Add(SqlDemandKind.Default, start, end, column, Token(i + 1).Text);
            }
        }
    }

    /// <summary>What a constraint says behind its name.</summary>
    private string ConstraintText(int name, int end) => name + 1 < end ? _text[_tokens[name + 1].Start.._tokens[end - 1].End] : "";

    /// <summary>Behind the last token of the statement: its semicolon, or its closing bracket where there is none.</summary>
    private int End(int from)
    {
        var depth = 0;
        var last = Math.Min(_tokens.Count, from + MostTokensOfStatement);
        for (var i = from; i < last; i++)
        {
            depth += Is(i, "(") ? 1 : Is(i, ")") ? -1 : 0;
            if (Is(i, ";") || (i > from && depth <= 0 && (Is(i, "CREATE") || Is(i, "ALTER"))))
            {
                return i;
            }

            if (depth < 0 || (i > from && depth == 0 && _tokens[i].Line > _tokens[i - 1].Line + 1))
            {
                return i;
            }
        }

        return last;
    }

    private void Add(SqlDemandKind kind, int start, int end, string name, string? detail)
    {
        if (start < end)
        {
            _demands.Add(new SqlDemand(kind, name, detail, _text[_tokens[start].Start.._tokens[Math.Min(end, start + 120) - 1].End], _tokens[start].Line));
        }
    }
}
