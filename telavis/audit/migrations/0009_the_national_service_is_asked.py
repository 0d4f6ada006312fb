"""A new act: the national INS service is asked about somebody."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0008_factors_added_and_removed"),
    ]

    operations = [
        migrations.AlterField(
            model_name="auditevent",
            name="action",
            field=models.CharField(
                choices=[
                    ("sign_in", "connexion"),
                    ("sign_out", "déconnexion"),
                    ("confirm", "confirmation d’identité"),
                    ("change_contact", "changement d’adresse ou de mobile"),
                    ("change_password", "changement de mot de passe"),
                    ("recover", "récupération d’un compte"),
                    ("delegate", "délégation"),
                    ("link_identity", "identité reliée à un compte"),
                    ("unlink_identity", "identité détachée d’un compte"),
                    ("add_factor", "moyen de connexion ajouté"),
                    ("remove_factor", "moyen de connexion retiré"),
                    ("search_patient", "recherche d’un patient"),
                    ("open_patient", "ouverture d’une identité"),
                    ("create_patient", "création d’une identité"),
                    ("change_patient", "modification d’une identité"),
                    ("ask_ins", "appel au téléservice INSi"),
                    ("open_request", "ouverture d’un dossier"),
                    ("open_document", "ouverture d’un document"),
                    ("add_document", "ajout d’un document"),
                    ("remove_document", "retrait d’un document"),
                    ("make_pdf", "création du PDF"),
                    ("administer", "administration"),
                ],
                max_length=30,
                verbose_name="action",
            ),
        ),
    ]
