"""The status of an identity has its evidence, and the rules of the national identity hold in the database."""

from django.db import migrations, models

# A table that only grows has no UPDATE: the columns are written anew with their type. No page has ever set a status; one
# that came without its evidence (a demonstration) is what somebody said, and its number is let go.
_BEFORE_THE_RULES = migrations.RunSQL(
    """
    ALTER TABLE patients_identityversion
        ALTER COLUMN first_given_name TYPE varchar(100) USING split_part(given_names, ' ', 1),
        ALTER COLUMN status TYPE varchar(5) USING 'PROV',
        ALTER COLUMN ins_oid TYPE varchar(30) USING '',
        ALTER COLUMN ins_matricule TYPE varchar(15) USING '';
    UPDATE patients_patient SET ins_oid = '', ins_matricule = '' WHERE ins_matricule <> '';
    """,
    migrations.RunSQL.noop,
)


class Migration(migrations.Migration):
    dependencies = [
        ("patients", "0003_search_by_words_spelling_and_sound"),
    ]

    operations = [
        migrations.AddField(
            model_name="identityversion",
            name="birth_date_known",
            field=models.CharField(
                choices=[
                    ("whole", "date complète"),
                    ("no_day", "jour inconnu"),
                    ("no_month", "mois inconnu"),
                    ("year", "jour et mois inconnus"),
                    ("about", "année estimée"),
                ],
                default="whole",
                max_length=10,
                verbose_name="ce que l’on sait de la date",
            ),
        ),
        migrations.AddField(
            model_name="identityversion",
            name="checked_at",
            field=models.DateTimeField(null=True, verbose_name="vérifiée le"),
        ),
        migrations.AddField(
            model_name="identityversion",
            name="checked_by_id",
            field=models.UUIDField(null=True, verbose_name="vérifiée par (compte)"),
        ),
        migrations.AddField(
            model_name="identityversion",
            name="checked_by_label",
            field=models.CharField(blank=True, max_length=200, verbose_name="vérifiée par"),
        ),
        migrations.AddField(
            model_name="identityversion",
            name="evidence_kind",
            field=models.CharField(
                blank=True,
                choices=[
                    ("CN", "carte nationale d’identité"),
                    ("PA", "passeport"),
                    ("CS", "carte de séjour"),
                    ("LE", "livret de famille (mineur)"),
                    ("AN", "extrait d’acte de naissance"),
                    ("IE", "identification électronique (eIDAS)"),
                    ("TC", "tiers de confiance"),
                ],
                max_length=2,
                verbose_name="pièce vérifiée",
            ),
        ),
        migrations.AddField(
            model_name="identityversion",
            name="first_given_name",
            field=models.CharField(default="", max_length=100, verbose_name="premier prénom de naissance"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="identityversion",
            name="ins_obtained_at",
            field=models.DateTimeField(null=True, verbose_name="INS obtenue le"),
        ),
        migrations.AddField(
            model_name="identityversion",
            name="ins_source",
            field=models.CharField(
                blank=True,
                choices=[("INSI", "téléservice INSi"), ("CB", "datamatrix d’un document")],
                max_length=5,
                verbose_name="INS obtenue par",
            ),
        ),
        migrations.AddField(
            model_name="identityversion",
            name="is_homonym",
            field=models.BooleanField(default=False, verbose_name="identité homonyme"),
        ),
        migrations.AlterField(
            model_name="identityversion",
            name="birth_date",
            field=models.DateField(verbose_name="date de naissance, complétée"),
        ),
        _BEFORE_THE_RULES,
        migrations.AddConstraint(
            model_name="identityversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_fictitious", True), ("is_homonym", True), _negated=True),
                name="identity_version_fictitious_has_no_homonym",
            ),
        ),
        migrations.AddConstraint(
            model_name="identityversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("is_doubtful", False), ("is_fictitious", False)),
                    ("status", "PROV"),
                    _connector="OR",
                ),
                name="identity_version_doubtful_or_fictitious_is_provisional",
            ),
        ),
        migrations.AddConstraint(
            model_name="identityversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("ins_matricule", ""), ("ins_obtained_at", None), ("ins_oid", ""), ("ins_source", "")
                    ),
                    models.Q(
                        models.Q(("ins_oid", ""), _negated=True),
                        models.Q(("ins_matricule", ""), _negated=True),
                        models.Q(("ins_source", ""), _negated=True),
                        ("ins_obtained_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="identity_version_ins_says_whence_and_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="identityversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("checked_at", None), ("checked_by_label", ""), ("evidence_kind", "")),
                    models.Q(
                        models.Q(("evidence_kind", ""), _negated=True),
                        ("checked_at__isnull", False),
                        models.Q(("checked_by_label", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="identity_version_check_says_what_who_and_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="identityversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "PROV"), _negated=True),
                    models.Q(
                        ("ins_matricule", ""), ("ins_obtained_at", None), ("ins_oid", ""), ("ins_source", "")
                    ),
                    _connector="OR",
                ),
                name="identity_version_provisional_has_no_ins",
            ),
        ),
        migrations.AddConstraint(
            model_name="identityversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "PROV"), _negated=True),
                    models.Q(("checked_at", None), ("checked_by_label", ""), ("evidence_kind", "")),
                    ("is_doubtful", True),
                    ("is_fictitious", True),
                    _connector="OR",
                ),
                name="identity_version_provisional_was_not_checked",
            ),
        ),
        migrations.AddConstraint(
            model_name="identityversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "RECUP"), _negated=True),
                    models.Q(
                        models.Q(("ins_oid", ""), _negated=True),
                        models.Q(("ins_matricule", ""), _negated=True),
                        models.Q(("ins_source", ""), _negated=True),
                        ("ins_obtained_at__isnull", False),
                        ("checked_at", None),
                        ("checked_by_label", ""),
                        ("evidence_kind", ""),
                    ),
                    _connector="OR",
                ),
                name="identity_version_retrieved_has_an_ins_unchecked",
            ),
        ),
        migrations.AddConstraint(
            model_name="identityversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "VALI"), _negated=True),
                    models.Q(
                        models.Q(("evidence_kind", ""), _negated=True),
                        ("checked_at__isnull", False),
                        models.Q(("checked_by_label", ""), _negated=True),
                        models.Q(("ins_source", "INSI"), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="identity_version_validated_was_checked_without_the_service",
            ),
        ),
        migrations.AddConstraint(
            model_name="identityversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "QUAL"), _negated=True),
                    models.Q(
                        models.Q(("evidence_kind", ""), _negated=True),
                        ("checked_at__isnull", False),
                        models.Q(("checked_by_label", ""), _negated=True),
                        models.Q(("ins_oid", ""), _negated=True),
                        models.Q(("ins_matricule", ""), _negated=True),
                        models.Q(("ins_source", ""), _negated=True),
                        ("ins_obtained_at__isnull", False),
                        ("ins_source", "INSI"),
                    ),
                    _connector="OR",
                ),
                name="identity_version_qualified_was_checked_and_found_by_the_service",
            ),
        ),
        migrations.AddConstraint(
            model_name="identityversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("first_given_name", ""), _negated=True),
                    models.Func(
                        models.F("given_names"),
                        models.F("first_given_name"),
                        function="starts_with",
                        output_field=models.BooleanField(),
                    ),
                ),
                name="identity_version_first_given_name_begins_the_list",
            ),
        ),
        migrations.AddConstraint(
            model_name="identityversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("birth_date_known", "whole"),
                    models.Q(("birth_date__day", 1), ("birth_date_known", "no_day")),
                    models.Q(("birth_date__month", 1), ("birth_date_known", "no_month")),
                    models.Q(
                        ("birth_date__day", 31),
                        ("birth_date__month", 12),
                        ("birth_date_known__in", ("year", "about")),
                    ),
                    _connector="OR",
                ),
                name="identity_version_birth_date_is_completed_by_rule",
            ),
        ),
    ]
